import type { Programs } from './process';
import type { Progress } from './progress';
import { type Report, summarize } from './report/report';
import type { ReportTargets } from './report/write';
import type { Verdict } from './verify/verify';

/** A report in the making: what is known of it when the command ends, however it ends. */
export class Reporting {
  private readonly startedAt = new Date();
  private readonly began = performance.now();
  private verdict: Verdict | undefined;
  readonly actions: string[] = [];

  constructor(
    private readonly command: Report['command'],
    readonly targets: ReportTargets,
  ) {}

  /** Whether a report was asked for. */
  get isWanted(): boolean {
    return Object.keys(this.targets).length > 0;
  }

  judged(verdict: Verdict): void {
    this.verdict = verdict;
  }

  /** @param ended what ended the command before it was through */
  report(progress: Progress, versions: Readonly<Record<string, string>>, ended?: string): Report {
    const checks = this.verdict?.checks ?? [];
    return {
      version: 1,
      command: this.command,
      startedAt: this.startedAt.toISOString(),
      durationMs: Math.round(performance.now() - this.began),
      ...(ended !== undefined && { ended }),
      ...(this.verdict !== undefined && { cluster: this.verdict.cluster }),
      services: this.verdict?.services ?? [],
      checks,
      urls: this.verdict?.urls ?? [],
      versions,
      actions: this.actions,
      steps: progress.steps,
      summary: summarize(checks),
    };
  }
}

/** The versions of the programs that were used; what does not answer is left out. */
export async function programVersions(programs: Programs): Promise<Record<string, string>> {
  const ask = async (program: string, args: readonly string[], version: RegExp) => {
    const answer = await programs
      .run(program, args, { allowFailure: true, timeoutMs: 10_000, clearingUp: true })
      .catch(() => undefined);
    const found = version.exec(answer?.stdout ?? '')?.[1];
    return found === undefined ? [] : [[program, found] as const];
  };
  const found = await Promise.all([
    ask('docker', ['version', '--format', '{{.Server.Version}}'], /^(\S+)/),
    ask('kind', ['version'], /v(\d\S*)/),
    ask('kubectl', ['version', '--client', '--output', 'yaml'], /gitVersion: v?(\S+)/),
  ]);
  return Object.fromEntries(found.flat());
}

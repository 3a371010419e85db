import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a person sees them. */
  readonly all: string;
  readonly seconds: number;
}

/** Runs a program to its end; nothing it does throws. */
export function run(
  program: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): Promise<Ended> {
  const began = performance.now();
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const text = { stdout: '', stderr: '', all: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (more: string) => {
        text[stream] += more;
        text.all += more;
      });
    }
    child.on('error', failed);
    child.on('close', (code, signal) =>
      done({ ...text, status: code ?? (signal === 'SIGINT' ? 130 : 143), seconds: (performance.now() - began) / 1000 }),
    );
    child.stdin.on('error', () => {}); // It has ended without reading.
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a program that has to succeed. */
export async function must(program: string, args: readonly string[], options: Parameters<typeof run>[2] = {}): Promise<string> {
  const { status, stdout, all } = await run(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${status}:\n${all}`);
  return stdout;
}

/** Fails with everything that the program said when it ended with another status. */
export function expectStatus(ended: Ended, status: number): void {
  if (ended.status !== status) throw new Error(`exit status ${ended.status} instead of ${status}:\n${ended.all}`);
}

/** Runs one of the project's commands as a user does. */
export function npmRun(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return run('npm', ['run', '--silent', command, '--', ...args], { env });
}

/** Where there is no Docker the tests are skipped, and say so; in CI that is a failure. */
export function describeWithDocker(title: string, body: () => void): void {
  const docker = spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
  if (!docker && process.env.CI === 'true') throw new Error('Docker does not answer, so nothing can be shown on a real cluster.');
  if (!docker) console.warn(`skipped, because Docker does not answer: ${title}`);
  (docker ? describe : describe.skip)(title, body);
}

/** Whether this machine speaks IPv6 with itself; kind looks there for a free port of an IPv6 cluster's API server. */
export const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

/** The command lines of all processes. A minimal Linux has neither ps nor pgrep. */
export async function commandLines(): Promise<string[]> {
  if (process.platform !== 'linux') return (await must('ps', ['-A', '-o', 'args'])).split('\n');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // It has ended in the meantime.
      }
    });
}

/** A cluster of a test's own, its files in a folder of its own, and its context in a kubeconfig of its own. */
export class TestCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  readonly dist = join(this.folder, 'dist');
  readonly kubeconfig = join(this.folder, 'kubeconfig');
  readonly context: string;

  constructor(readonly name: `e2e-${string}`) {
    this.context = `kind-${name}`;
  }

  /** Synthesizes a program of __tests__/e2e/programs into `dist`. */
  async synth(program: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    const file = resolve(__dirname, 'programs', program);
    await must(process.execPath, ['-r', 'tsx/cjs', file], { env: { CDK8S_OUTDIR: this.dist, E2E_CLUSTER: this.name, ...env } });
  }

  npm(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return npmRun(command, ['--dist', this.dist, ...args], { KUBECONFIG: this.kubeconfig, ...env });
  }

  kubectl(args: readonly string[], input?: string): Promise<string> {
    return must(
      'kubectl',
      ['--kubeconfig', this.kubeconfig, '--context', this.context, ...args],
      input === undefined ? {} : { input },
    );
  }

  async remove(): Promise<void> {
    await run('kind', ['delete', 'cluster', '--name', this.name], { env: { KUBECONFIG: this.kubeconfig } });
    const left = (await run('docker', ['ps', '--all', '--quiet', '--filter', `label=cdk8s-kind.proxy-of=${this.name}`])).stdout
      .split('\n')
      .filter(Boolean);
    if (left.length > 0) await run('docker', ['rm', '--force', '--volumes', ...left]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

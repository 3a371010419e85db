import { writeFileSync } from 'node:fs';
import { ExitStatus, UserError } from '../../../lib/runner/errors';
import { ProgramFailed, type Programs, type Running, type RunOptions, type RunResult } from '../../../lib/runner/process';
import { fakeDocker } from './fake-docker';
import { fakeKind } from './fake-kind';
import { fakeKubectl } from './fake-kubectl';
import { FakeMachine, type FakeProgram, failure } from './fake-machine';

/** A program that was run, and how. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  /** Both in a line. */
  readonly line: string;
  readonly options: RunOptions;
  /** What it answered; absent where it did not. */
  result?: RunResult;
}

/**
 * What happens instead of the usual: an answer of its own, one that is cut off in the middle, none until the time is up, or a
 * program that is not there. A function happens before the usual.
 */
export type Fault = Partial<RunResult> | 'cut off' | 'hangs' | 'missing' | ((call: Call) => unknown);

const CHANGES =
  /^(kind (create|delete)|docker (start|stop|unpause|restart|run|rm|exec .*(import|sed|systemctl))|kubectl .* (apply --server-side|delete|label|scale|patch) )/;

/** The programs of a machine in memory. It writes down every call, and throws at those that it does not know. */
export class FakeWorld implements Programs {
  readonly machine = new FakeMachine();
  readonly calls: Call[] = [];
  /** The port-forwards that are open. */
  readonly forwards = new Set<string>();
  /** Calls that no fake knows: a test in which there is one proves nothing. */
  readonly unknown: Error[] = [];
  /** That of the command that runs. */
  signal: AbortSignal = new AbortController().signal;
  private readonly faults: { readonly pattern: RegExp; readonly fault: Fault; times: number }[] = [];
  private readonly programs: Readonly<Record<string, FakeProgram>> = {
    docker: fakeDocker(this.machine),
    kind: fakeKind(this.machine),
    kubectl: fakeKubectl(this.machine),
    curl: (args) => this.curl(args),
    ss: () => ({ stdout: '' }),
    // Synth; what it writes is for the test to say.
    [process.execPath]: () => ({}),
  };

  /** @param skip lets the time pass that a program takes until it is given up */
  constructor(private readonly skip: (ms: number) => void) {}

  /** From now on, as often as said, commands that match behave as the fault says; the one said last counts. */
  when(pattern: RegExp, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.faults.unshift({ pattern, fault, times });
  }

  /** Nothing is wrong any more. */
  mend(): void {
    this.faults.length = 0;
  }

  /** The command lines of the calls that match. */
  ran(pattern: RegExp): string[] {
    return this.calls.filter(({ line }) => pattern.test(line)).map(({ line }) => line);
  }

  /** The command lines that change something; but for that which applies the folder, as every `up` does. */
  changes(): string[] {
    return this.ran(CHANGES);
  }

  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const signal = options.clearingUp ? undefined : this.signal;
    signal?.throwIfAborted();
    const call: Call = { program, args, line: [program, ...args].join(' '), options };
    this.calls.push(call);
    const answer = await this.answer(call).finally(() => (this.signal.aborted ? options.onInterrupted?.() : undefined));
    const result = { exitCode: 0, stdout: '', stderr: '', ...answer };
    call.result = result;
    signal?.throwIfAborted();
    if (result.exitCode !== 0 && !options.allowFailure) throw new ProgramFailed(program, args, result);
    return result;
  }

  private async answer(call: Call): Promise<Partial<RunResult> | undefined> {
    const { program, args, line, options } = call;
    const found = this.faults.find(({ pattern, times }) => times > 0 && pattern.test(line));
    if (found !== undefined) found.times--;
    const fault = found?.fault;
    if (fault === 'missing') throw new UserError(ExitStatus.machine, `${program} is not on the PATH.`);
    if (fault === 'hangs') return this.hang(call);
    if (typeof fault === 'object') {
      for (const text of [fault.stdout, fault.stderr]) text?.split('\n').forEach((words) => void options.onLine?.(words));
      return fault;
    }
    if (typeof fault === 'function') await fault(call);
    const known = this.programs[program];
    try {
      if (known === undefined) throw new Error(`no fake ${line}`);
      const result = await known(args, options);
      return fault === 'cut off' ? { ...result, stdout: (result?.stdout ?? '').slice(0, -10) } : result;
    } catch (error) {
      this.unknown.push(error as Error);
      throw error;
    }
  }

  private async hang({ program, args, options: { timeoutMs, clearingUp } }: Call): Promise<never> {
    if (timeoutMs === undefined) {
      return new Promise((_, reject) => {
        if (!clearingUp) this.signal.addEventListener('abort', () => reject(this.signal.reason));
      });
    }
    this.skip(timeoutMs);
    throw new ProgramFailed(program, args, { exitCode: 128, stdout: '', stderr: '' }, timeoutMs);
  }

  start(program: string, args: readonly string[], onLine: (line: string) => void): Running {
    const line = [program, ...args].join(' ');
    this.calls.push({ program, args, line, options: {} });
    this.forwards.add(line);
    let end: (result: RunResult) => void = () => {};
    const ended = new Promise<RunResult>((resolve) => {
      end = resolve;
    });
    onLine('Forwarding from 127.0.0.1:40999 -> 80');
    return {
      ended,
      stop: async () => {
        this.forwards.delete(line);
        end(failure('', 128));
      },
    };
  }

  private curl(args: readonly string[]): Partial<RunResult> {
    if (args[0] === '--version') return { stdout: 'curl 8.5.0' };
    const url = new URL(args.at(-1) ?? '');
    const reached = this.machine.behind(Number(url.port));
    const answers = this.forwards.size > 0 || reached?.api.answersOn(reached.nodePort);
    if (!answers) return failure(`curl: (7) Failed to connect to ${url.host}`, 7);
    writeFileSync(args[args.indexOf('--output') + 1] ?? '', 'Welcome to nginx!');
    return { stdout: '200' };
  }
}

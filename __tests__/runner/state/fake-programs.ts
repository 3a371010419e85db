import { ProgramFailed, type Programs, type RunResult } from '../../../lib/runner/process';

export interface FakePrograms extends Programs {
  /** Each program that was run or started, with its arguments. */
  readonly calls: readonly (readonly string[])[];
  /** Started programs that were stopped. */
  readonly stopped: readonly string[];
}

type Answer = string | Partial<RunResult>;

/**
 * Programs that answer as they are told: text is standard output. What they have no answer to is an error, so that a call
 * that a test does not know of fails it.
 */
export function fakePrograms(
  answer: (call: string, args: readonly string[]) => Answer | undefined,
  lines: readonly string[] | undefined = undefined,
): FakePrograms {
  const calls: string[][] = [];
  const stopped: string[] = [];
  return {
    calls,
    stopped,
    async run(program, args, options = {}) {
      calls.push([program, ...args]);
      const call = [program, ...args].join(' ');
      const given = answer(call, args);
      if (given === undefined) throw new Error(`no answer to ${call}`);
      const result = { exitCode: 0, stdout: '', stderr: '', ...(typeof given === 'string' ? { stdout: given } : given) };
      if (result.exitCode !== 0 && !options.allowFailure) throw new ProgramFailed(program, args, result);
      return result;
    },
    start(program, args, onLine) {
      calls.push([program, ...args]);
      let end: (result: RunResult) => void = () => {};
      const ended = new Promise<RunResult>((resolve) => {
        end = resolve;
      });
      for (const line of lines ?? []) onLine(line);
      if (lines === undefined) end({ exitCode: 1, stdout: '', stderr: '' });
      return {
        ended,
        async stop() {
          stopped.push(program);
          end({ exitCode: 143, stdout: '', stderr: '' });
        },
      };
    },
  };
}

import { ExitStatus, UserError } from '../../../lib/runner/errors';
import { ProgramFailed, type Programs, type RunResult } from '../../../lib/runner/process';

export type Answer = string | Partial<RunResult>;

/**
 * Programs that answer by the longest beginning of their command line that is known; those that none is known of are
 * missing. A function is asked at every run.
 */
export function fakePrograms(answers: Readonly<Record<string, Answer | (() => Answer)>>): { programs: Programs; ran: string[] } {
  const ran: string[] = [];
  const programs: Programs = {
    async run(program, args, options = {}) {
      const line = [program, ...args].join(' ');
      ran.push(line);
      const key = Object.keys(answers)
        .filter((known) => line === known || line.startsWith(`${known} `))
        .sort((a, b) => b.length - a.length)[0];
      const known = key === undefined ? undefined : answers[key];
      if (known === undefined) throw new UserError(ExitStatus.machine, `${program} is not on the PATH.`);
      const answer = typeof known === 'function' ? known() : known;
      const result = { exitCode: 0, stdout: '', stderr: '', ...(typeof answer === 'string' ? { stdout: answer } : answer) };
      if (result.exitCode !== 0 && !options.allowFailure) throw new ProgramFailed(program, args, result);
      return result;
    },
    start() {
      throw new Error('Nothing here goes on.');
    },
  };
  return { programs, ran };
}

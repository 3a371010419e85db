import { resolve } from 'node:path';
import type { Output } from '../doctor/output';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';
import { cacheBin } from './cache-bin';
import { download, MIRROR_VARIABLE } from './download';
import type { SetupStep } from './plan';
import type { Release } from './releases';

const TESTBED = resolve(__dirname, '../../../__tests__/testbed/up');

/** How long a download may be silent in a log. */
const PROGRESS_INTERVAL_MS = 5000;

/**
 * Carries out one step, and shows what its program says.
 *
 * @throws UserError (3) when it fails
 */
export async function perform(programs: Programs, step: SetupStep, out: Output, signal?: AbortSignal): Promise<void> {
  const run = async (program: string, args: readonly string[], hint: string) => {
    try {
      await programs.run(program, args, { onLine: (line) => out.error(`  ${line}`), inItsOwnTime: true });
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      throw new UserError(ExitStatus.machine, `Could not ${step.title}; the lines above say why.`, hint, { cause: error });
    }
  };
  switch (step.do) {
    case 'run':
      return run(
        step.program,
        step.args,
        'The network or the mirror of the package manager may be away; then run npm run setup again.',
      );
    case 'start-docker':
      return run('bash', [TESTBED, 'docker'], 'docker info asks it again.');
    case 'testbed':
      return run('bash', [TESTBED], 'What is built so far is kept; when that is mended, npm run setup goes on.');
    case 'pull':
      return run('docker', ['pull', step.image], 'A proxy or login may be needed; docker pull tries it again.');
    case 'fetch':
      return fetchProgram(step.release, out, signal);
  }
}

async function fetchProgram(release: Release, out: Output, signal?: AbortSignal): Promise<void> {
  let saidAt = performance.now();
  const mirror = process.env[MIRROR_VARIABLE];
  const path = await download(release, {
    folder: cacheBin(),
    ...(mirror && { mirror }),
    ...(signal !== undefined && { signal }),
    onProgress(received, total) {
      if (performance.now() - saidAt < PROGRESS_INTERVAL_MS) return;
      saidAt = performance.now();
      out.error(`  ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`);
    },
  });
  out.error(`  ${path}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Environment {
  /** Its HOME, caches and temporary files are in here. */
  readonly folder: string;
  /** The whole PATH. */
  readonly path: string;
  readonly env?: NodeJS.ProcessEnv;
}

const ROOT = resolve(__dirname, '..', '..');

/** How the scripts of package.json let Node load TypeScript: what stands before `lib/runner/cli.ts up`. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { up: string } };
const LOADER = scripts.up.split(' ').slice(1, -2);

/**
 * Runs a program of the project in a process of its own, in which nothing of this machine's Docker and kubeconfig can be reached.
 *
 * @param during given the process as soon as it runs
 */
export function runProcess(
  file: string,
  words: readonly string[],
  { folder, path, env }: Environment,
  during: (child: ChildProcessByStdio<null, Readable, Readable>) => void = () => {},
): Promise<Ended> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, [...LOADER, file, ...words], {
    cwd: ROOT,
    env: { PATH: path, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: temporary, KUBECONFIG: '/dev/null', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text.stdout += more;
  });
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    text.stderr += more;
  });
  during(child);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (status) => done({ status, ...text }));
  });
}

/** Runs the command line, as `npm run` does. */
export function npmRun(
  words: readonly string[],
  environment: Environment,
  during?: Parameters<typeof runProcess>[3],
): Promise<Ended> {
  return runProcess(join('lib', 'runner', 'cli.ts'), words, environment, during);
}

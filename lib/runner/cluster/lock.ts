import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitStatus, UserError } from '../errors';

/**
 * Keeps two commands from changing one cluster at the same time.
 *
 * A lock whose process is gone, because it was killed, is taken over.
 * @throws UserError (3) naming the process that holds it
 */
export async function withLock<T>(folder: string, cluster: string, command: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${cluster}.lock`);
  take(file, cluster, command);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string, cluster: string, command: string): void {
  const mine = JSON.stringify({ pid: process.pid, command });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== undefined && isAlive(holder.pid)) {
      throw new UserError(
        ExitStatus.machine,
        `npm run ${holder.command} (process ${holder.pid}) is changing the cluster ${cluster} at this moment.`,
        'Wait until it has ended, then run the command again.',
      );
    }
    rmSync(file, { force: true });
  }
  throw new UserError(
    ExitStatus.machine,
    `Another command took the lock of the cluster ${cluster}, ${file}, at this moment.`,
    'Run the command again.',
  );
}

function readHolder(file: string): { pid: number; command: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; command: string };
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

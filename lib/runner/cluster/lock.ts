import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitStatus, UserError } from '../errors';
import { commandLine } from '../process';

/**
 * Keeps two commands from changing one cluster at the same time.
 *
 * A lock whose process is gone, because it was killed, is taken over.
 * @throws UserError (3) naming the process that holds it
 */
export async function withLock<T>(folder: string, cluster: string, command: string, work: () => Promise<T>): Promise<T> {
  makeFolder(folder);
  const file = join(folder, `${cluster}.lock`);
  take(file, cluster, command);
  try {
    return await work();
  } finally {
    if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(
      ExitStatus.machine,
      `The folder for locks and notes, ${folder}, cannot be made: ${(error as Error).message}.`,
      'Make your home folder writable, or let XDG_CACHE_HOME name a folder that is.',
    );
  }
}

function take(file: string, cluster: string, command: string): void {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, command }));
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      // A link, because it appears with its content: a lock that is still empty would look like one that was cut off.
      if (linked(mine, file)) return;
      const holder = readHolder(file);
      if (holder !== undefined) {
        throw new UserError(
          ExitStatus.machine,
          `npm run ${holder.command} (process ${holder.pid}) is changing the cluster ${cluster} at this moment.`,
          // After a crash the system may give its number to a process of somebody else.
          `Wait until it has ended, then run the command again. Where that process is no npm run, its lock is a leftover:\nps -p ${holder.pid}\n${commandLine('rm', [file])}`,
        );
      }
      putAside(file, `${mine}.aside`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new UserError(
    ExitStatus.machine,
    `Another command took the lock of the cluster ${cluster}, ${file}, at this moment.`,
    'Run the command again.',
  );
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Removes a lock that nobody holds. One that somebody took since we looked is put back. */
function putAside(file: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  if (readHolder(aside) !== undefined) linked(aside, file);
  rmSync(aside, { force: true });
}

/** Who holds a lock; undefined where that process is gone, or the file. */
function readHolder(file: string): { pid: number; command: string } | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; command: string };
    return isAlive(holder.pid) ? holder : undefined;
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

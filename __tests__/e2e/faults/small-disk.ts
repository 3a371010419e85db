import { mkdirSync } from 'node:fs';
import { must, run } from '../harness';

/** Runs the work with a disk of its own; where this user may not mount one it is not run, and that is said. */
export async function withDisk(path: string, options: string, work: (folder: string) => Promise<void>): Promise<void> {
  mkdirSync(path, { recursive: true });
  const { status, all } = await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  if (status !== 0) {
    console.warn(`not shown, because this user may not mount a disk: ${all}`);
    return;
  }
  try {
    await work(path);
  } finally {
    await must('umount', ['--lazy', path]);
  }
}

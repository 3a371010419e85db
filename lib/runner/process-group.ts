import { setTimeout as sleep } from 'node:timers/promises';

const GROUP_ENDS_WITHIN_MS = 5000;

/** Waits until the last process of a group has ended, and ends it by force after 5 s. */
export async function groupEnds(leader: number | undefined): Promise<void> {
  if (leader === undefined) return;
  for (const until = Date.now() + GROUP_ENDS_WITHIN_MS; signalled(-leader, 0); await sleep(50)) {
    if (Date.now() < until) continue;
    signalled(-leader, 'SIGKILL');
    return;
  }
}

/** Whether there was a process to get it. */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

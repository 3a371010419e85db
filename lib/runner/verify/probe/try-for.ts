import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../answer';

/**
 * Asks until the answer is good or the time is up, and gives the last one: kube-proxy writes its rules a moment late.
 *
 * A connection that went to a pod that has just gone hangs until its own limit, and says nothing about the next one, so a time of more
 * than 0 means several questions, however long each takes.
 */
export async function tryFor(
  forMs: number,
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<Answer> {
  const began = performance.now();
  for (let asked = 1; ; asked++) {
    const answer = await ask();
    const spentMs = performance.now() - began;
    const late = spentMs + PAUSE_MS >= forMs && (forMs === 0 || asked >= LEAST_QUESTIONS);
    if (good(answer) || answer.unable !== undefined || late) return { ...answer, durationMs: spentMs };
    await pause(PAUSE_MS);
  }
}

const PAUSE_MS = 250;

const LEAST_QUESTIONS = 3;

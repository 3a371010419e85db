import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../answer';

/** Asks until the answer is good or the time is up, and gives the last one: kube-proxy writes its rules a moment late. */
export async function tryFor(
  forMs: number,
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<Answer> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    const spentMs = performance.now() - began;
    if (good(answer) || answer.unable !== undefined || spentMs + PAUSE_MS >= forMs) return { ...answer, durationMs: spentMs };
    await pause(PAUSE_MS);
  }
}

const PAUSE_MS = 250;

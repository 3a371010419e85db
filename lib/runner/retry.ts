import { setTimeout as sleep } from 'node:timers/promises';

export interface Retry<T> {
  /** One look; it may say what it waits for. */
  readonly look: () => Promise<T>;
  /** Whether what was seen ends the wait. */
  readonly done: (seen: T) => boolean;
  /** Made from what was seen last, when the time is up. */
  readonly onTimeout: (seen: T) => Error;
  readonly timeoutMs: number;
  /** @default 500 */
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};

/** Looks again and again until it is done. It looks at least once, and once more when the time is up. */
export async function retryUntil<T>({
  look,
  done,
  onTimeout,
  timeoutMs,
  intervalMs = 500,
  signal,
  clock = realClock,
}: Retry<T>): Promise<T> {
  const until = clock.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const late = clock.now() >= until;
    const seen = await look();
    if (done(seen)) return seen;
    if (late) throw onTimeout(seen);
    await clock.sleep(Math.min(intervalMs, Math.max(0, until - clock.now())), signal);
  }
}

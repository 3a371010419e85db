import { type Clock, retryUntil } from '../../lib/runner/retry';

function fakeClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

const signal = new AbortController().signal;

test('looks until it is done', async () => {
  let looks = 0;
  const seen = await retryUntil({
    look: async () => ++looks,
    done: (n) => n === 3,
    onTimeout: () => new Error('late'),
    timeoutMs: 5000,
    signal,
    clock: fakeClock(),
  });
  expect(seen).toBe(3);
});

test('a wait that runs out of time is an error made from what was seen last', async () => {
  let looks = 0;
  const wait = retryUntil({
    look: async () => ++looks,
    done: () => false,
    onTimeout: (n) => new Error(`saw ${n}`),
    timeoutMs: 1000,
    intervalMs: 400,
    signal,
    clock: fakeClock(),
  });
  await expect(wait).rejects.toThrow('saw 4');
});

test('an interrupt ends the wait with its own reason', async () => {
  const interrupt = new AbortController();
  const wait = retryUntil({
    look: async () => interrupt.abort(new Error('stop')),
    done: () => false,
    onTimeout: () => new Error('late'),
    timeoutMs: 5000,
    signal: interrupt.signal,
    clock: fakeClock(),
  });
  await expect(wait).rejects.toThrow('stop');
});

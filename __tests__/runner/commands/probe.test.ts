import timers from 'node:timers/promises';
import net from 'node:net';
test('x', async () => {
  const t0 = performance.now();
  const cli = require('../../../lib/runner/cli');
  console.log('load', performance.now() - t0, Object.keys(cli));
  jest.spyOn(timers, 'setTimeout').mockImplementation(async () => undefined as never);
  jest.spyOn(performance, 'now').mockImplementation(() => 5);
  jest.spyOn(net, 'createServer');
  const { realClock } = require('../../../lib/runner/retry');
  await realClock.sleep(50000, new AbortController().signal);
  console.log(realClock.now());
  jest.restoreAllMocks();
  console.log(realClock.now());
});

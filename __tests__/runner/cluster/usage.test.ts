import { parseStats } from '../../../lib/runner/cluster/usage';

test('the use of a node is read from docker stats; a line that is none is left out', () => {
  const usage = parseStats('kind-worker 12.50% 210MiB / 23.5GiB\nkind-worker2 0.00% 0B / 0B\nkind-worker3 -- -- / --\n');
  expect([...usage]).toEqual([
    ['kind-worker', { cpuMillis: 125, memoryBytes: 210 * 2 ** 20 }],
    ['kind-worker2', { cpuMillis: 0, memoryBytes: 0 }],
  ]);
});

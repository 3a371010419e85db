import { fromReport } from '../../../lib/runner/report/topology';
import { allWell, badSpread, check, interrupted, podPending } from './samples';

test('a host port leads through its node to the Service and its pods', () => {
  const topology = fromReport(allWell);
  expect(topology?.routes).toEqual([
    {
      host: { address: '127.0.0.1', port: 30080, node: 'kind-control-plane' },
      nodePort: 30080,
      service: { name: 'nginx-nodeport', type: 'NodePort', port: 80 },
    },
  ]);
  expect(topology?.nodes.map(({ pods }) => pods.filter(({ services }) => services.includes('nginx-nodeport')).length)).toEqual([
    0, 2, 1,
  ]);
  expect(topology?.problems).toEqual([]);
});

test('a size is what pods can have, and a node without one says so', () => {
  const [controlPlane, worker] = fromReport(allWell)?.nodes ?? [];
  expect(controlPlane?.role).toBe('control-plane, no size declared');
  expect(worker).toMatchObject({ role: 'worker', cpu: { size: 1000, requested: 300 }, memory: { size: 2 ** 31 } });
});

test('a pod that is on no node is kept, as broken', () => {
  expect(fromReport(podPending)?.unscheduled).toMatchObject([{ state: 'Pending', health: 'broken' }]);
});

test('the pods of a workload whose spread failed are told apart from broken ones', () => {
  const pods = fromReport(badSpread)?.nodes.flatMap(({ pods: all }) => all) ?? [];
  expect(pods.filter(({ health }) => health === 'suspect').map(({ state }) => state)).toEqual(Array(3).fill('bad spread'));
  expect(fromReport(badSpread)?.problems).toHaveLength(1);
});

test.each([
  ['reachable', 'Service default/nginx-nodeport', 'not reachable'],
  ['endpoints', 'Service default/nginx-nodeport, port 80', 'endpoints missing'],
  ['reachable', 'Service default/nginx-nodeport2', undefined],
  ['reachable', 'Service other/nginx-nodeport', undefined],
] as const)('a failed %s of %s makes the Service say: %s', (id, subject, words) => {
  const checks = [check(id, subject, '', '', { status: 'failed' })];
  expect(fromReport({ ...allWell, checks })?.routes[0]?.service.problem).toBe(words);
});

test.each([
  ['nodes-ready', 'Ready'],
  ['node-size', 'Ready, wrong size'],
] as const)('a node is broken when its %s failed', (id, state) => {
  const checks = [check(id, 'Node kind-worker', '', '', { status: 'failed' })];
  const nodes = fromReport({ ...allWell, checks })?.nodes;
  expect(nodes?.filter(({ broken }) => broken)).toMatchObject([{ name: 'kind-worker', state }]);
});

test('without a cluster there is no topology', () => {
  expect(fromReport(interrupted)).toBeUndefined();
});

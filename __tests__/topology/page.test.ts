import { expectedPage } from '../../lib/topology/page';
import { fromPlacement, type Placement } from '../../lib/topology/placement';
import { unbalanced } from './balance';

const placement: Placement = {
  lines: ['w1  2 web', 'w2  1 <web>'],
  nodes: [
    { name: 'cp', role: 'control-plane', pods: [] },
    { name: 'w1', role: 'worker', size: { cpuMillis: 1500, memoryBytes: 2 ** 31 }, pods: [{ workload: 'web', count: 2 }] },
    { name: 'w2', role: 'worker', size: { cpuMillis: 1000, memoryBytes: 2 ** 31 }, pods: [{ workload: 'web', count: 1 }] },
  ],
};
const described = {
  cluster: 'kind',
  hostPorts: [
    { address: '127.0.0.1', port: 30080, node: 'cp', nodePort: 30080, service: 'web', servicePort: 80, workloads: ['web'] },
  ],
};

test('the expected pods are drawn on their nodes, and the Service leads to them', () => {
  const topology = fromPlacement(placement, described);
  expect(topology.nodes.map(({ role, pods }) => [role, pods.length])).toEqual([
    ['control-plane, no size declared', 0],
    ['worker, 1500m CPU, 2Gi', 2],
    ['worker, 1 CPU, 2Gi', 1],
  ]);
  expect(
    topology.nodes.flatMap(({ pods }) => pods).every(({ services, health }) => services[0] === 'web' && health === 'idle'),
  ).toBe(true);
});

test('the page has the picture and the same as text', () => {
  const html = expectedPage(placement, described);
  expect(html).toContain('Cluster kind: 3 nodes, 3 pods, as described. No cluster was asked.');
  expect(html).toContain('>port 80 → 3 pods on 2 nodes<');
  expect(html).toContain('<pre>w1  2 web\nw2  1 &lt;web&gt;</pre>');
  expect(unbalanced(html)).toEqual([]);
});

test('a cluster that maps no port is drawn without a way to it', () => {
  expect(fromPlacement(placement, { cluster: 'kind' }).routes).toEqual([]);
});

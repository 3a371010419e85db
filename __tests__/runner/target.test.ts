import type { ClusterContainers } from '../../lib/runner/cluster/containers';
import { downNodes, hostPorts, namedCluster } from '../../lib/runner/target';
import { fakePrograms } from './setup/fake-programs';
import { declaredOf } from './state/builders';

const NODE = {
  name: 'kind-worker',
  role: 'worker',
  state: 'running',
  startedAtMs: 0,
  image: '',
  id: 'kind-worker',
  mounts: [],
  address: '172.18.0.3',
} as const;
const PORT = { containerPort: 30080, protocol: 'TCP', address: '127.0.0.1', hostPort: 8080 } as const;
const PROXY = { ...PORT, name: 'kind-port-8081', node: 'kind-worker', target: '172.18.0.3', hostPort: 8081, running: true };

function containers(more: Partial<ClusterContainers>): ClusterContainers {
  return { nodes: [], proxies: [], balancers: [], ...more };
}

test('the host reaches what the node containers publish, and what our proxies that run do', () => {
  const found = containers({
    nodes: [{ ...NODE, ports: [PORT] }],
    proxies: [PROXY, { ...PROXY, hostPort: 8082, running: false }],
  });
  expect(hostPorts(found)).toEqual([
    { node: 'kind-worker', containerPort: 30080, protocol: 'TCP', address: '127.0.0.1', port: 8080 },
    { node: 'kind-worker', containerPort: 30080, protocol: 'TCP', address: '127.0.0.1', port: 8081 },
  ]);
});

test('a node is down whose container does not run, or is not there', () => {
  const { cluster } = declaredOf();
  if (cluster === undefined) throw new Error('it declares a cluster');
  const found = containers({
    nodes: [
      { ...NODE, ports: [] },
      { ...NODE, name: 'kind-worker2', state: 'paused', ports: [] },
    ],
  });
  expect([...downNodes(cluster, found)]).toEqual([
    ['kind-control-plane', 'missing'],
    ['kind-worker2', 'paused'],
  ]);
});

test('of a cluster that --context names, what dist/ says of nodes does not count', () => {
  const { declared, target, containers: found } = namedCluster(fakePrograms({}).programs, declaredOf(), 'remote');
  expect(declared.cluster).toBeUndefined();
  expect(declared.objects).toHaveLength(2);
  expect(target).toEqual({ context: 'remote', foreign: true, hostPorts: [] });
  expect(found).toBeUndefined();
});

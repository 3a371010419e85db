import { resolve } from 'node:path';
import type { KindConfig, KindNode } from '../../../lib/kind/config';
import { namedNodes } from '../../../lib/kind/names';
import type { ClusterContainers, NodeContainer, ProxyContainer } from '../../../lib/runner/cluster/containers';
import { containerDifferences, describeDifference } from '../../../lib/runner/cluster/differences';
import type { DeclaredCluster } from '../../../lib/runner/declared';

const MAPPING = { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1', protocol: 'TCP' } as const;
const PUBLISHED = { containerPort: 30080, hostPort: 30080, address: '127.0.0.1', protocol: 'TCP' };
const API_SERVER = { containerPort: 6443, hostPort: 40000, address: '127.0.0.1', protocol: 'TCP' };

function declare(nodes: KindNode[]): DeclaredCluster {
  const config: KindConfig = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', nodes };
  return { file: 'dist/kind/cluster.yaml', name: 'kind', config, nodes: namedNodes(config) };
}

function container(name: string, more: Partial<NodeContainer> = {}): NodeContainer {
  const role = name.includes('control-plane') ? 'control-plane' : 'worker';
  return {
    id: name,
    name,
    role,
    state: 'running',
    startedAtMs: 0,
    image: 'kindest/node:v1.32.2',
    ports: [],
    mounts: [],
    address: '172.18.0.2',
    ...more,
  };
}

function proxy(more: Partial<ProxyContainer> = {}): ProxyContainer {
  return { name: 'kind-port-30080', running: true, node: 'kind-control-plane', target: '172.18.0.2', ...PUBLISHED, ...more };
}

function found(nodes: NodeContainer[], proxies: ProxyContainer[] = []): ClusterContainers {
  return { nodes, proxies, balancers: [] };
}

const IMAGE = 'kindest/node:v1.32.2';
const CONTROL_PLANE: KindNode = { role: 'control-plane', image: IMAGE, extraPortMappings: [MAPPING] };

test('a cluster that is as declared has no difference', () => {
  const cluster = declare([CONTROL_PLANE, { role: 'worker', image: IMAGE }]);
  const runs = found([container('kind-control-plane', { ports: [API_SERVER, PUBLISHED] }), container('kind-worker')]);
  expect(containerDifferences(cluster, runs)).toEqual([]);
});

test.each<[string, KindNode[], ClusterContainers, string[]]>([
  ['no container at all', [CONTROL_PLANE], found([]), ['cluster kind: declared 1 nodes, found none → create']],
  [
    'a node too few',
    [CONTROL_PLANE, { role: 'worker' }],
    found([container('kind-control-plane', { ports: [PUBLISHED] })]),
    ['node kind-worker: declared worker, found no such node → recreate'],
  ],
  [
    'a node too many',
    [CONTROL_PLANE],
    found([container('kind-control-plane', { ports: [PUBLISHED] }), container('kind-worker')]),
    ['node kind-worker: declared no such node, found worker → recreate'],
  ],
  [
    'another image',
    [CONTROL_PLANE],
    found([container('kind-control-plane', { image: 'kindest/node:v1.31.0', ports: [PUBLISHED] })]),
    ['node kind-control-plane: declared image kindest/node:v1.32.2, found image kindest/node:v1.31.0 → recreate'],
  ],
  [
    'a stopped node',
    [CONTROL_PLANE],
    found([container('kind-control-plane', { state: 'exited', ports: [PUBLISHED] })]),
    ['node kind-control-plane: declared running, found exited → start'],
  ],
  [
    'a port that is not mapped, which a proxy can forward',
    [CONTROL_PLANE],
    found([container('kind-control-plane')]),
    ['port 127.0.0.1:30080: declared mapped to kind-control-plane:30080/TCP, found not mapped → in place'],
  ],
  [
    'a UDP port that is not mapped, which no proxy can forward',
    [{ ...CONTROL_PLANE, extraPortMappings: [{ ...MAPPING, protocol: 'UDP' }] }],
    found([container('kind-control-plane')]),
    ['port 127.0.0.1:30080/UDP: declared mapped to kind-control-plane:30080/UDP, found not mapped → recreate'],
  ],
  [
    'a mapped port that nobody declares',
    [{ role: 'control-plane' }],
    found([container('kind-control-plane', { ports: [PUBLISHED] })]),
    ['port 127.0.0.1:30080: declared not mapped, found mapped to kind-control-plane:30080 → recreate'],
  ],
  [
    'a size that is not mounted',
    [{ role: 'control-plane', extraMounts: [{ hostPath: 'dist/kind/nodes/x/meminfo', containerPath: '/proc/meminfo' }] }],
    found([container('kind-control-plane')]),
    ['node kind-control-plane: declared its size, dist/kind/nodes/x/meminfo on /proc/meminfo, found not mounted → recreate'],
  ],
  [
    'a mount that nobody declares any more, such as a size that was taken away',
    [{ role: 'control-plane' }],
    found([container('kind-control-plane', { mounts: [{ source: '/here/meminfo', destination: '/proc/meminfo' }] })]),
    ['node kind-control-plane: declared nothing on /proc/meminfo, found /here/meminfo is mounted there → recreate'],
  ],
  [
    'a proxy of a port that is no longer declared',
    [{ role: 'control-plane' }],
    found([container('kind-control-plane')], [proxy()]),
    ['port 127.0.0.1:30080: declared not mapped, found forwarded by kind-port-30080 → in place'],
  ],
  [
    'a proxy whose node has another address since',
    [CONTROL_PLANE],
    found([container('kind-control-plane')], [proxy({ target: '172.18.0.9' })]),
    [
      'port 127.0.0.1:30080: declared mapped to kind-control-plane:30080/TCP, found forwarded to the node’s former address 172.18.0.9 → in place',
    ],
  ],
])('%s', (_, nodes, runs, lines) => {
  expect(containerDifferences(declare(nodes), runs).map(describeDifference)).toEqual(lines);
});

test('a port that a proxy forwards is mapped', () => {
  expect(containerDifferences(declare([CONTROL_PLANE]), found([container('kind-control-plane')], [proxy()]))).toEqual([]);
});

test('a mount counts when its source is the declared one, made absolute', () => {
  const cluster = declare([{ role: 'control-plane', extraMounts: [{ hostPath: 'some/where', containerPath: '/data' }] }]);
  const mounts = [{ source: resolve('some/where'), destination: '/data' }];
  expect(containerDifferences(cluster, found([container('kind-control-plane', { mounts })]))).toEqual([]);
});

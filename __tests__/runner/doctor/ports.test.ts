import { listenerOf, parsePublished, publisherOf, wantedPorts } from '../../../lib/runner/doctor/ports';
import { declaredCluster } from './clusters';

const port = { address: '127.0.0.1', port: 30080, protocol: 'TCP', purpose: 'port 30080 of kind-control-plane' } as const;

test('a cluster wants its mapped ports and its API server’s, but not those that are chosen for it', () => {
  const cluster = declaredCluster({
    networking: { apiServerPort: 6443 },
    nodes: [
      {
        role: 'control-plane',
        extraPortMappings: [
          { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1' },
          { containerPort: 53, hostPort: 5353, protocol: 'UDP' },
          { containerPort: 80, hostPort: 0 },
          { containerPort: 81, hostPort: -1 },
        ],
      },
    ],
  });
  expect(wantedPorts(cluster)).toEqual([
    port,
    { address: '0.0.0.0', port: 5353, protocol: 'UDP', purpose: 'port 53 of kind-control-plane' },
    { address: '127.0.0.1', port: 6443, protocol: 'TCP', purpose: 'the API server' },
  ]);
});

test('docker ps tells which containers publish which ports, of which kind cluster', () => {
  const stdout = [
    'kind-worker\tkind\t\t127.0.0.1:30080->30080/tcp, 127.0.0.1:39909->6443/tcp',
    'web\t\t\t0.0.0.0:8000-8010->8000-8010/tcp, [::]:8000-8010->8000-8010/tcp, 9000/tcp',
    'proxy\t\tother\t127.0.0.1:5353->53/udp',
  ].join('\n');
  expect(parsePublished(stdout)).toEqual([
    { container: 'kind-worker', cluster: 'kind', address: '127.0.0.1', first: 30080, last: 30080, protocol: 'TCP' },
    { container: 'kind-worker', cluster: 'kind', address: '127.0.0.1', first: 39909, last: 39909, protocol: 'TCP' },
    { container: 'web', address: '0.0.0.0', first: 8000, last: 8010, protocol: 'TCP' },
    { container: 'web', address: '::', first: 8000, last: 8010, protocol: 'TCP' },
    { container: 'proxy', cluster: 'other', address: '127.0.0.1', first: 5353, last: 5353, protocol: 'UDP' },
  ]);
});

test.each([
  ['the same address', { address: '127.0.0.1' }, true],
  ['all addresses', { address: '0.0.0.0' }, true],
  ['another address', { address: '127.0.0.2' }, false],
  ['a range with the port in it', { first: 30000, last: 30100 }, true],
  ['another port', { first: 30081, last: 30081 }, false],
  ['another protocol', { protocol: 'UDP' }, false],
])('a container that publishes on %s is in the way or not', (_what, published, inTheWay) => {
  const container = { container: 'web', address: '127.0.0.1', first: 30080, last: 30080, protocol: 'TCP', ...published };
  expect(publisherOf(port, [container])).toBe(inTheWay ? container : undefined);
});

test('ss tells which process listens', () => {
  const stdout = [
    'tcp LISTEN 0 128 127.0.0.1:130080 0.0.0.0:* users:(("longer",pid=1,fd=3))',
    'udp UNCONN 0 0 127.0.0.1:30080 0.0.0.0:* users:(("datagrams",pid=2,fd=3))',
    'tcp LISTEN 0 511 127.0.0.1:30080 0.0.0.0:* users:(("node",pid=4242,fd=18))',
  ].join('\n');
  expect(listenerOf(port, stdout)).toBe('node (process 4242)');
  expect(listenerOf({ ...port, port: 9 }, stdout)).toBeUndefined();
});

import { expectedPlacement } from '../../lib/checks/placement';
import { CONTROL_PLANE, described, service, spread, WORKER, worker, workload } from './described';

const REQUESTS = { cpu: '100m', memory: '128Mi' };
const PLAIN = workload('plain', { replicas: 3, requests: REQUESTS });
const NGINX = workload('nginx-deployment', {
  replicas: 3,
  requests: REQUESTS,
  pod: spread('nginx-deployment', { nodeTaintsPolicy: 'Honor', minDomains: 2 }),
});

test('is a table with a line for each node', () => {
  const { lines, nodes } = expectedPlacement(described([CONTROL_PLANE, worker('1', '2Gi'), worker('1500m', '1536Mi')], [NGINX]));
  expect(lines).toEqual([
    'kind-control-plane   no size            -',
    'kind-worker          1 CPU 2Gi          1 × nginx-deployment',
    'kind-worker2         1500m CPU 1536Mi   2 × nginx-deployment',
  ]);
  expect(nodes.map(({ pods }) => pods)).toEqual([
    [],
    [{ workload: 'nginx-deployment', count: 1 }],
    [{ workload: 'nginx-deployment', count: 2 }],
  ]);
});

test('says what no node has room for', () => {
  const { lines } = expectedPlacement(described([CONTROL_PLANE, worker('300m', '2Gi')], [PLAIN]));
  expect(lines.at(-1)).toBe('no room for: 1 × plain');
});

test('puts a DaemonSet on every node that takes it, before anything else', () => {
  const agent = workload('agent', { kind: 'DaemonSet', requests: { cpu: '800m' } });
  const { nodes } = expectedPlacement(described([CONTROL_PLANE, worker('1'), worker('1')], [NGINX, agent, service('x', {})]));
  const names = nodes.map(({ pods }) => pods.map(({ workload: name }) => name));
  expect(names.map(([first]) => first)).toEqual([undefined, 'agent', 'agent']);
});

test('names the clusters where there are several', () => {
  const one = described([CONTROL_PLANE, WORKER], [PLAIN]);
  const other = described([CONTROL_PLANE], [], { name: 'other' });
  const { lines } = expectedPlacement({ clusters: [...one.clusters, ...other.clusters], objects: one.objects });
  expect(lines.filter((line) => line.endsWith(':'))).toEqual(['kind:', 'other:']);
  expect(lines.at(-1)).toBe('other-control-plane   no size   3 × plain');
});

test('keeps workloads apart that say so of each other', () => {
  const rule = {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } },
    ],
  };
  const shy = workload('web', { pod: { affinity: { podAntiAffinity: rule } } });
  for (const objects of [
    [workload('db'), shy],
    [shy, workload('db')],
  ]) {
    const { nodes } = expectedPlacement(described([CONTROL_PLANE, WORKER, WORKER], objects));
    expect(nodes.map(({ pods }) => pods.length)).toEqual([0, 1, 1]);
  }
});

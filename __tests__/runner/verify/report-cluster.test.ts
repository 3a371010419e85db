import { reportCluster, reportPod, reportServices } from '../../../lib/runner/verify/report-cluster';
import { declaredOf, rawPod, stateOf } from '../state/builders';

test('the report shows each node with its size, what its pods request and what it uses', () => {
  const state = stateOf({
    pods: [
      rawPod('a', 'kind-worker'),
      rawPod('b', 'kind-worker'),
      rawPod('c', 'kind-worker', { status: { phase: 'Succeeded' } }),
    ],
  });
  const { name, context, kubernetes, nodes } = reportCluster(
    declaredOf(),
    state,
    new Map([['kind-worker', { cpuMillis: 42, memoryBytes: 1000 }]]),
  );
  expect({ name, context, kubernetes }).toEqual({ name: 'kind', context: 'kind-kind', kubernetes: 'v1.32.2' });
  expect(nodes.map((node) => [node.name, node.role, node.sized, node.pods.length])).toEqual([
    ['kind-control-plane', 'control-plane', false, 0],
    ['kind-worker', 'worker', true, 3],
    ['kind-worker2', 'worker', true, 0],
  ]);
  expect(nodes[1]?.cpu).toEqual({ capacity: 1000, allocatable: 1000, requested: 200, used: 42 });
  expect(nodes[2]?.memory).toEqual({ capacity: 2 ** 31, allocatable: 2 ** 31, requested: 0 });
});

test.each([
  ['ReplicaSet', 'nginx-deployment-5d9f7c8b6d', 'Deployment nginx-deployment'],
  ['ReplicaSet', 'bare', 'ReplicaSet bare'],
  ['StatefulSet', 'db', 'StatefulSet db'],
  ['Node', 'kind-worker', undefined],
])('a pod of %s %s belongs to %s', (kind, name, owner) => {
  const raw = rawPod('a', 'n');
  const [state] = stateOf({
    pods: [{ ...raw, metadata: { ...raw.metadata, ownerReferences: [{ kind, name, uid: 'u' }] } }],
  }).pods;
  expect(state && reportPod(state).owner).toBe(owner);
});

test('the report shows each Service with its pods and where the host reaches it', () => {
  const hostPort = {
    node: 'kind-control-plane',
    containerPort: 30080,
    protocol: 'TCP' as const,
    address: '127.0.0.1',
    port: 30080,
  };
  expect(reportServices(declaredOf(), stateOf(), [hostPort])).toEqual([
    {
      namespace: 'default',
      name: 'nginx-nodeport',
      type: 'NodePort',
      ports: [{ port: 80, nodePort: 30080, host: { address: '127.0.0.1', port: 30080, node: 'kind-control-plane' } }],
      pods: ['a', 'b', 'c'].map((suffix) => `default/nginx-deployment-5d9f7c8b6d-${suffix}`),
    },
  ]);
  expect(reportServices(declaredOf(), stateOf(), [])[0]?.ports).toEqual([{ port: 80, nodePort: 30080 }]);
  expect(reportServices(declaredOf(), stateOf({ services: [] }), [])).toEqual([]);
});

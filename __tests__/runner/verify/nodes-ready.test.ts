import { nodesReady as judge } from '../../../lib/runner/verify/nodes-ready';
import { CORDONED, declaredNode, declaredOf, NODES, NOT_READY, rawNode, stateOf } from '../state/builders';

const nodesReady = (
  declared: Parameters<typeof judge>[0],
  state: Parameters<typeof judge>[1],
  down: Readonly<Record<string, string>> = {},
) => judge(declared, state, new Map(Object.entries(down)));
const three = ['kind-control-plane', 'kind-worker', 'kind-worker2'];

describe('nodes-ready', () => {
  test('passes for each declared node that is Ready with its role and version', () => {
    const checks = nodesReady(declaredOf(), stateOf());
    expect(checks.map(({ subject, status }) => [subject, status])).toEqual(three.map((name) => [`Node ${name}`, 'passed']));
    expect(checks[1]).toMatchObject({ expected: 'Ready, worker, v1.32.2', observed: 'Ready, worker, v1.32.2' });
  });

  test.each([
    [
      'is not Ready, in the words of its condition',
      rawNode('kind-worker', NOT_READY),
      'NotReady: Kubelet stopped posting node status., worker, v1.32.2',
    ],
    [
      'has another version',
      rawNode('kind-worker', { status: { nodeInfo: { kubeletVersion: 'v1.31.0' } } }),
      'Ready, worker, v1.31.0',
    ],
    [
      'has another role',
      rawNode('kind-worker', { metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } } }),
      'Ready, control-plane, v1.32.2',
    ],
  ])('fails for a node that %s', (_, node, observed) => {
    const [, check] = nodesReady(
      declaredOf(),
      stateOf({ nodes: [rawNode('kind-control-plane'), node, rawNode('kind-worker2')] }),
    );
    expect(check).toMatchObject({ status: 'failed', observed });
  });

  test('fails for a declared node that is not in the cluster', () => {
    const [, , check] = nodesReady(declaredOf(), stateOf({ nodes: three.slice(0, 2).map((name) => rawNode(name)) }));
    expect(check).toMatchObject({ subject: 'Node kind-worker2', status: 'failed', observed: 'it is not in the cluster' });
  });

  test.each([
    ['paused', 'npm run up'],
    ['exited', 'npm run up'],
    ['missing', 'npm run up -- --recreate'],
  ])('fails for a node whose container is %s, though the API server still takes it for Ready', (container, command) => {
    const [, check] = nodesReady(declaredOf(), stateOf(), { 'kind-worker': container });
    expect(check).toMatchObject({ subject: 'Node kind-worker', status: 'failed', observed: `its container is ${container}` });
    expect(check?.hint?.split('\n').at(-1)).toBe(command);
  });

  test('fails for a node that is not declared', () => {
    const checks = nodesReady(declaredOf(undefined, NODES.slice(0, 2)), stateOf());
    expect(checks[2]).toMatchObject({ subject: 'Node kind-worker2', status: 'failed' });
  });

  test('says that a Ready node is cordoned', () => {
    const nodes = [rawNode('kind-control-plane'), rawNode('kind-worker', CORDONED), rawNode('kind-worker2')];
    expect(nodesReady(declaredOf(), stateOf({ nodes }))[1]).toMatchObject({
      status: 'passed',
      observed: 'Ready, worker, v1.32.2, cordoned',
    });
  });

  test.each([
    ['kindest/node:v1.32.2@sha256:abc', 'Ready, worker, v1.32.2'],
    ['localhost:5000/node:v1.32.2', 'Ready, worker, v1.32.2'],
    ['my/node:latest', 'Ready, worker'],
  ])('takes the version from the tag of %s', (image, expected) => {
    const nodes = [declaredNode('kind-worker', { node: { role: 'worker', image } })];
    expect(nodesReady(declaredOf([], nodes), stateOf({ nodes: [rawNode('kind-worker')] }))[0]).toMatchObject({
      status: 'passed',
      expected,
    });
  });

  test('of a cluster that dist does not declare wants every node Ready, in one check', () => {
    const some = [rawNode('a'), rawNode('b', NOT_READY)];
    expect(nodesReady(declaredOf([], []), stateOf())).toMatchObject([{ status: 'passed', observed: '3 nodes Ready' }]);
    expect(nodesReady(declaredOf([], []), stateOf({ nodes: some }))).toMatchObject([
      { status: 'failed', observed: '1 of 2 nodes not Ready: b (NotReady: Kubelet stopped posting node status.)' },
    ]);
    expect(nodesReady(declaredOf([], []), stateOf({ nodes: [] }))).toMatchObject([{ status: 'failed' }]);
  });

  test('is skipped with the reason when nodes may not be listed', () => {
    const unread = new Map([['nodes', 'nodes is forbidden'] as const]);
    expect(nodesReady(declaredOf(), stateOf({ nodes: [], unread }))).toMatchObject([
      { status: 'skipped', unknown: true, observed: 'nodes is forbidden' },
    ]);
  });
});

import { spread } from '../../../lib/runner/verify/spread';
import {
  CORDONED,
  declaredOf,
  deployment,
  rawNode,
  rawPod,
  rawReplicaSet,
  SPREAD,
  stateOf,
  unscheduledPod,
} from '../state/builders';

const judge = (raw: Parameters<typeof stateOf>[0] = {}, constraint: object = SPREAD, podSpec: Record<string, unknown> = {}) =>
  spread(declaredOf([deployment({}, { topologySpreadConstraints: [constraint], ...podSpec })]), stateOf(raw))[0];

const on = (...nodes: string[]) => nodes.map((node, index) => rawPod(String(index), node));
const allOnOne = on('kind-worker2', 'kind-worker2', 'kind-worker2');
const nodes = (worker: Parameters<typeof rawNode>[1] = {}) => [
  rawNode('kind-control-plane'),
  rawNode('kind-worker', worker),
  rawNode('kind-worker2'),
];
const { minDomains: _, ...withoutMinDomains } = SPREAD;

describe('spread', () => {
  test('passes for 2 + 1, and the tainted control plane does not count', () => {
    expect(judge()).toEqual({
      id: 'spread',
      subject: 'Deployment default/nginx-deployment',
      status: 'passed',
      expected: 'at most 1 more on one node than on another, over at least 2',
      observed: '2 on kind-worker, 1 on kind-worker2',
    });
  });

  test('fails for 3 + 0', () => {
    expect(judge({ pods: allOnOne })).toMatchObject({ status: 'failed', observed: '3 on kind-worker2, 0 on kind-worker' });
  });

  test.each([
    ['minDomains', SPREAD],
    ['no minDomains', withoutMinDomains],
  ])('a cordoned worker is no excuse, with %s', (_name, constraint) => {
    expect(judge({ pods: allOnOne, nodes: nodes(CORDONED) }, constraint)).toMatchObject({
      status: 'failed',
      observed: '3 on kind-worker2, 0 on kind-worker (cordoned)',
      hint: expect.stringContaining('kubectl --context kind-kind uncordon kind-worker\n'),
    });
  });

  test('a worker that has left the cluster leaves fewer domains than minDomains', () => {
    const left = [rawNode('kind-control-plane'), rawNode('kind-worker2')];
    expect(judge({ pods: allOnOne, nodes: left })).toMatchObject({ status: 'failed', observed: '3 on kind-worker2' });
    expect(judge({ pods: allOnOne, nodes: left }, withoutMinDomains)).toMatchObject({ status: 'passed' });
  });

  test('fails when the constraint keeps a pod from being placed, in the words of the scheduler', () => {
    const words = "0/3 nodes are available: 1 node(s) didn't match pod topology spread constraints.";
    expect(judge({ pods: [...on('kind-worker2'), unscheduledPod('x', words)] })).toMatchObject({
      status: 'failed',
      observed: `1 on kind-worker2, 0 on kind-worker; 1 pod on no node: ${words}`,
    });
  });

  test('counts only the pods of the newest template, as matchLabelKeys asks', () => {
    const newest = (suffix: string, node: string) => {
      const pod = rawPod(suffix, node, { metadata: { labels: { 'pod-template-hash': 'new' } } });
      return { ...pod, metadata: { ...pod.metadata, ownerReferences: [{ kind: 'ReplicaSet', name: 'new', uid: 'rs-new' }] } };
    };
    const pods = [...allOnOne, newest('x', 'kind-worker'), newest('y', 'kind-worker2')];
    const replicaSets = [rawReplicaSet(), rawReplicaSet('new', 2)];
    expect(judge({ pods, replicaSets })).toMatchObject({ status: 'passed', observed: '1 on kind-worker, 1 on kind-worker2' });
    const { matchLabelKeys: _keys, ...all } = SPREAD;
    expect(judge({ pods, replicaSets }, all)).toMatchObject({ status: 'failed' });
  });

  test('pods that end or have ended do not count', () => {
    const pods = [
      ...on('kind-worker', 'kind-worker2'),
      rawPod('d', 'kind-worker', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      rawPod('e', 'kind-worker', { status: { phase: 'Failed' } }),
    ];
    expect(judge({ pods })).toMatchObject({ status: 'passed', observed: '1 on kind-worker, 1 on kind-worker2' });
  });

  test('without nodeTaintsPolicy the control plane counts as an empty domain', () => {
    const { nodeTaintsPolicy: _policy, ...ignoring } = SPREAD;
    expect(judge({}, ignoring)).toMatchObject({ status: 'failed' });
    expect(judge({ pods: on('kind-worker', 'kind-worker2') }, ignoring)).toMatchObject({ status: 'passed' });
  });

  test('a toleration lets the control plane count', () => {
    const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }];
    expect(judge({}, SPREAD, { tolerations })).toMatchObject({ status: 'failed' });
  });

  test.each([
    ['nodeSelector', { nodeSelector: { zone: 'a' } }],
    [
      'node affinity',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
            },
          },
        },
      },
    ],
  ])('nodes that the %s excludes do not count, unless it is ignored', (_name, podSpec) => {
    const raw = {
      pods: allOnOne,
      nodes: [rawNode('kind-worker'), rawNode('kind-worker2', { metadata: { labels: { zone: 'a' } } })],
    };
    expect(judge(raw, withoutMinDomains, podSpec)).toMatchObject({ status: 'passed', observed: '3 on kind-worker2' });
    expect(judge(raw, { ...withoutMinDomains, nodeAffinityPolicy: 'Ignore' }, podSpec)).toMatchObject({ status: 'failed' });
  });

  test('ScheduleAnyway is only a wish', () => {
    expect(judge({ pods: allOnOne }, { ...SPREAD, whenUnsatisfiable: 'ScheduleAnyway' })).toBeUndefined();
  });

  test('is skipped, not passed, when no pod runs or nothing could be read', () => {
    expect(judge({ pods: [] })).toMatchObject({ status: 'skipped', observed: 'none of its pods runs' });
    expect(judge({ deployments: [] })).toMatchObject({ status: 'skipped' });
    expect(judge({ deployments: [], unread: new Map([['deployments', 'deployments is forbidden'] as const]) })).toMatchObject({
      status: 'skipped',
      unknown: true,
      observed: 'deployments is forbidden',
    });
    expect(judge({ unread: new Map([['nodes', 'nodes is forbidden'] as const]) })).toMatchObject({
      status: 'skipped',
      observed: 'nodes is forbidden',
    });
  });

  test('over zones it counts zones', () => {
    const zoned = ['a', 'b'].map((zone, index) =>
      rawNode(`n${index}`, { metadata: { labels: { 'topology.kubernetes.io/zone': zone } } }),
    );
    const constraint = { ...SPREAD, topologyKey: 'topology.kubernetes.io/zone' };
    expect(judge({ nodes: zoned, pods: on('n0', 'n0', 'n1') }, constraint)).toMatchObject({
      status: 'passed',
      expected: 'at most 1 more on one zone than on another, over at least 2',
      observed: '2 on a, 1 on b',
    });
  });

  test('of many nodes it names those with the most pods', () => {
    const many = Array.from({ length: 20 }, (_node, index) => rawNode(`n${index}`));
    expect(judge({ nodes: many, pods: on('n7', 'n7', 'n3') })).toMatchObject({
      status: 'failed',
      observed: '2 on n7, 1 on n3, 0 on 18 others',
    });
  });
});

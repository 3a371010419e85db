import { certainFailure } from '../../../lib/runner/diagnosis/failure';
import { afterLook, type FirstSeen } from '../../../lib/runner/diagnosis/first-seen';
import type { RawPod } from '../../../lib/runner/state/raw';
import {
  CORDONED,
  declaredOf,
  NODES,
  NOT_READY,
  NOW,
  rawDeployment,
  rawNode,
  rawPod,
  rawReplicaSet,
  stateOf,
  unscheduledPod,
  waitingPod,
} from '../state/builders';

const BEGAN = Date.parse('2026-01-01T00:00:00Z');
const after = (seconds: number, raw: Parameters<typeof stateOf>[0], nodes = NODES, sinceMs = BEGAN, seenMs = sinceMs) => {
  const state = stateOf(raw);
  const seen = afterLook(new Map(), state, seenMs);
  return certainFailure(declaredOf(undefined, nodes), state, BEGAN + seconds * 1000, sinceMs, seen);
};
const pod = (raw: RawPod) => ({ pods: [rawPod('a', 'kind-worker'), raw] });
const crashing = (restartCount: number) =>
  waitingPod('b', 'kind-worker', 'CrashLoopBackOff', {
    restartCount,
    lastState: { terminated: { exitCode: 1, reason: 'Error' } },
  });

describe('a certain failure', () => {
  test('is none while all is well or still starting', () => {
    expect(certainFailure(declaredOf(), stateOf(), NOW, NOW, new Map())).toBeUndefined();
    expect(after(300, pod(waitingPod('b', 'kind-worker', 'ContainerCreating')))).toBeUndefined();
    expect(after(300, pod(waitingPod('b', 'kind-worker', '', { state: { running: {} } })))).toBeUndefined();
    expect(after(0, { deployments: [] })).toBeUndefined();
  });

  test.each([
    ['InvalidImageName', 0],
    ['ErrImageNeverPull', 0],
    ['ImagePullBackOff', 10],
    ['CreateContainerConfigError', 10],
    ['RunContainerError', 10],
  ])('%s is certain from %i s on', (reason, seconds) => {
    const raw = pod(waitingPod('b', 'kind-worker', reason, { state: { waiting: { reason, message: 'the words' } } }));
    expect(after(seconds, raw)).toMatchObject({
      subject: 'Pod default/nginx-deployment-5d9f7c8b6d-b',
      reason: `${reason} on kind-worker: container nginx of image nginx:alpine: the words`,
      pod: { namespace: 'default', name: 'nginx-deployment-5d9f7c8b6d-b' },
    });
    if (seconds > 0) expect(after(seconds - 1, raw)).toBeUndefined();
  });

  test('what may pass is certain 10 s after it was first seen, however old its pod is', () => {
    const raw = pod(waitingPod('b', 'kind-worker', 'ImagePullBackOff'));
    const firstSeen = BEGAN + 61_000;
    expect(after(61, raw, NODES, BEGAN, firstSeen)).toBeUndefined();
    expect(after(70, raw, NODES, BEGAN, firstSeen)).toBeUndefined();
    expect(after(71, raw, NODES, BEGAN, firstSeen)).toBeDefined();
  });

  test('an image that is being pulled again, or was for a look, is in the same trouble as before', () => {
    const looks = ['ErrImagePull', 'ContainerCreating', 'ImagePullBackOff'].map((reason) =>
      stateOf(pod(waitingPod('b', 'kind-worker', reason))),
    );
    const seen = looks.reduce<FirstSeen>((known, look, index) => afterLook(known, look, BEGAN + index * 5000), new Map());
    const [, , last = stateOf()] = looks;
    expect(certainFailure(declaredOf(), last, BEGAN + 10_000, BEGAN, seen)).toBeDefined();
  });

  test('a container that ended three times loops, and its log before tells why', () => {
    expect(after(60, pod(crashing(1)))).toBeUndefined();
    expect(after(60, pod(crashing(2)))).toMatchObject({
      reason: 'CrashLoopBackOff on kind-worker: container nginx of image nginx:alpine, it ended with 1 (Error)',
      pod: { container: 'nginx', restarted: true },
      hint: expect.stringContaining('--container nginx --previous'),
    });
  });

  test('a pod that fits on no node fails with the words of the scheduler', () => {
    const raw = pod(unscheduledPod('b', '0/3 nodes are available: 2 Insufficient cpu.'));
    expect(after(14, raw)).toBeUndefined();
    expect(after(15, raw)).toMatchObject({
      subject: 'Pod default/nginx-deployment-5d9f7c8b6d-b',
      reason: 'it fits on no node: 0/3 nodes are available: 2 Insufficient cpu.',
    });
  });

  test.each([
    ['a pod that fitted on no node', unscheduledPod('b', '1 node(s) were unschedulable')],
    ['a pod whose image was missing', waitingPod('b', 'kind-worker', 'ErrImageNeverPull')],
  ])('%s before the wait began gets 20 s, for its cause may be mended', (_, raw) => {
    const began = BEGAN + 300_000;
    expect(after(300 + 19, pod(raw), NODES, began)).toBeUndefined();
    expect(after(300 + 20, pod(raw), NODES, began)).toBeDefined();
  });

  test('a cordoned node makes no room by itself', () => {
    const nodes = [rawNode('kind-control-plane'), rawNode('kind-worker', CORDONED), rawNode('kind-worker2')];
    expect(after(15, { ...pod(unscheduledPod('b', '1 node(s) were unschedulable')), nodes })).toBeDefined();
  });

  test.each([
    [
      'a node is not Ready',
      { nodes: [rawNode('kind-control-plane'), rawNode('kind-worker', NOT_READY), rawNode('kind-worker2')] },
    ],
    ['a node has not joined', { nodes: [rawNode('kind-control-plane')] }],
    [
      'a pod is about to go',
      {
        pods: [
          unscheduledPod('b', 'no'),
          rawPod('old', 'kind-worker', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
        ],
      },
    ],
  ])('not while %s', (_, more) => {
    expect(after(30, { ...pod(unscheduledPod('b', 'no')), ...more })).toBeUndefined();
  });

  test('a cluster of others gets a minute to grow', () => {
    expect(after(59, pod(unscheduledPod('b', 'no')), [])).toBeUndefined();
    expect(after(60, pod(unscheduledPod('b', 'no')), [])).toBeDefined();
  });

  test('a quota or an admission that lets no pod be made', () => {
    const condition = {
      type: 'ReplicaFailure',
      status: 'True',
      message: 'pods "x" is forbidden: exceeded quota',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const deployments = [rawDeployment({ status: { conditions: [condition] } })];
    expect(after(4, { deployments })).toBeUndefined();
    expect(after(5, { deployments })).toMatchObject({
      subject: 'Deployment default/nginx-deployment',
      reason: 'its pods are not created: pods "x" is forbidden: exceeded quota',
    });
    expect(after(5, { replicaSets: [rawReplicaSet(undefined, 1, { status: { conditions: [condition] } })] })).toBeDefined();
  });

  test('a node that has been down for a minute', () => {
    const nodes = [rawNode('kind-control-plane'), rawNode('kind-worker'), rawNode('kind-worker2', NOT_READY)];
    expect(after(59, { nodes })).toBeUndefined();
    expect(after(60, { nodes })).toMatchObject({
      subject: 'Node kind-worker2',
      reason: 'it has not been Ready for 60 s: Kubelet stopped posting node status.',
    });
  });

  test('pods of a former template are not blamed', () => {
    const old = waitingPod('old', 'kind-worker', 'InvalidImageName');
    expect(after(60, { pods: [old], replicaSets: [rawReplicaSet(), rawReplicaSet('new', 2)] })).toBeUndefined();
  });
});

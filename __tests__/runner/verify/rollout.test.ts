import type { KubernetesObject } from '../../../lib/kubernetes/object';
import { rollout, troubledPod } from '../../../lib/runner/verify/rollout';
import {
  declaredOf,
  deployment,
  rawDeployment,
  rawPod,
  rawReplicaSet,
  stateOf,
  unscheduledPod,
  waitingPod,
} from '../state/builders';

const judge = (object: KubernetesObject, raw: Parameters<typeof stateOf>[0] = {}, ...others: KubernetesObject[]) =>
  rollout(declaredOf([object, ...others]), stateOf(raw))[0];

const hpa: KubernetesObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'hpa' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'nginx-deployment' }, minReplicas: 2, maxReplicas: 5 },
};

const scaledTo = (replicas: number) => ({
  deployments: [
    rawDeployment({
      spec: { replicas },
      status: { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
    }),
  ],
});

describe('rollout of a Deployment', () => {
  test('passes when all replicas are updated and available', () => {
    expect(judge(deployment())).toEqual({
      id: 'rollout',
      subject: 'Deployment default/nginx-deployment',
      status: 'passed',
      expected: '3 replicas updated and available',
      observed: '3 of 3 available, all updated',
    });
  });

  test('fails when somebody scaled it to 0, and says how to scale it back', () => {
    expect(judge(deployment(), scaledTo(0))).toMatchObject({
      status: 'failed',
      expected: '3 replicas updated and available',
      observed: 'it was scaled to 0',
      hint: 'Scale it back:\nkubectl --context kind-kind scale deployment/nginx-deployment --namespace default --replicas=3',
    });
  });

  test('a HorizontalPodAutoscaler may scale it within its bounds, and no further', () => {
    expect(judge(deployment(), scaledTo(5), hpa)).toMatchObject({ status: 'passed' });
    expect(judge(deployment(), scaledTo(0), hpa)).toMatchObject({ status: 'failed' });
  });

  test('without declared replicas anything but none holds', () => {
    expect(judge(deployment({ replicas: undefined }), scaledTo(7))).toMatchObject({ status: 'passed' });
    expect(judge(deployment({ replicas: undefined }), scaledTo(0))).toMatchObject({ status: 'failed' });
  });

  test('replicas: 0 is a promise that can be kept', () => {
    expect(judge(deployment({ replicas: 0 }), scaledTo(0))).toMatchObject({ status: 'passed' });
  });

  test('fails when it does not exist', () => {
    expect(judge(deployment(), { deployments: [] })).toMatchObject({
      status: 'failed',
      observed: 'it does not exist',
      hint: 'Make it:\nkubectl --context kind-kind apply -f dist',
    });
  });

  test.each([
    ['its newest version was not seen', { metadata: { generation: 2 } }, 'its controller has not seen its newest version yet'],
    ['old pods remain', { status: { replicas: 4 } }, '1 old pod still there'],
    ['some are not updated', { status: { updatedReplicas: 1 } }, '1 of 3 updated, 2 old pods still there'],
    ['it is paused', { spec: { paused: true }, status: { availableReplicas: 2 } }, '2 of 3 available, the rollout is paused'],
  ])('fails when %s', (_, patch, observed) => {
    expect(judge(deployment(), { deployments: [rawDeployment(patch)] })).toMatchObject({ status: 'failed', observed });
  });

  test('names the pods that are in the way, in their own words', () => {
    const deployments = [rawDeployment({ status: { availableReplicas: 1 } })];
    const pods = [
      rawPod('a', 'kind-worker'),
      waitingPod('b', 'kind-worker', 'ImagePullBackOff'),
      unscheduledPod('c', '0/3 nodes are available: 2 Insufficient cpu.'),
    ];
    expect(judge(deployment(), { deployments, pods })?.observed).toBe(
      '1 of 3 available; nginx-deployment-5d9f7c8b6d-b: ImagePullBackOff on kind-worker, ' +
        'nginx-deployment-5d9f7c8b6d-c: Pending, 0/3 nodes are available: 2 Insufficient cpu.',
    );
  });

  test('of pods from several templates it blames those of the newest', () => {
    const pods = [
      waitingPod('old', 'kind-worker', 'ErrImagePull', {}),
      { ...waitingPod('new', 'kind-worker', 'ImagePullBackOff') },
    ];
    const newest = {
      ...pods[1],
      metadata: { ...pods[1]?.metadata, name: 'new', ownerReferences: [{ kind: 'ReplicaSet', name: 'n', uid: 'rs-new' }] },
    };
    const state = stateOf({ pods: [pods[0], newest] as typeof pods, replicaSets: [rawReplicaSet(), rawReplicaSet('new', 2)] });
    expect(troubledPod(deployment(), state)?.name).toBe('new');
  });

  test('shows the words of a quota', () => {
    const condition = { type: 'ReplicaFailure', status: 'True', message: 'pods "x" is forbidden: exceeded quota' };
    const deployments = [
      rawDeployment({ status: { availableReplicas: 0, updatedReplicas: 0, replicas: 0, conditions: [condition] } }),
    ];
    expect(judge(deployment(), { deployments, pods: [] })?.observed).toContain('exceeded quota');
  });

  test('is skipped when Deployments may not be listed', () => {
    const unread = new Map([['deployments', 'deployments.apps is forbidden'] as const]);
    expect(judge(deployment(), { deployments: [], unread })).toMatchObject({ status: 'skipped', unknown: true });
  });
});

describe('rollout of other kinds', () => {
  const named = (kind: string, spec: Record<string, unknown> = {}): KubernetesObject => ({ ...deployment(spec), kind });

  test('a StatefulSet that keeps old pods on purpose passes', () => {
    const raw = rawDeployment({ status: { updatedReplicas: 1 } });
    const set = (updateStrategy: object) => ({ statefulSets: [{ ...raw, spec: { ...raw.spec, updateStrategy } }] });
    expect(judge(named('StatefulSet'), set({ type: 'RollingUpdate', rollingUpdate: { partition: 2 } }))?.status).toBe('passed');
    expect(judge(named('StatefulSet'), set({ type: 'RollingUpdate' }))?.status).toBe('failed');
  });

  test.each([
    [3, 'passed'],
    [2, 'failed'],
  ])('a DaemonSet with %i of 3 pods available %s', (numberAvailable, status) => {
    const raw = rawDeployment({
      status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable },
    });
    expect(judge(named('DaemonSet'), { daemonSets: [raw] })).toMatchObject({ status });
  });

  test('a declared Pod is Ready, or has ended well where it may', () => {
    const pod = (spec = {}): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' }, spec });
    const running = rawPod('a', 'kind-worker', { metadata: { name: 'one' } });
    const ended = rawPod('a', 'kind-worker', { metadata: { name: 'one' }, status: { phase: 'Succeeded', conditions: [] } });
    expect(judge(pod(), { pods: [running] })).toMatchObject({ status: 'passed', observed: 'Running on kind-worker' });
    expect(judge(pod(), { pods: [ended] })).toMatchObject({ status: 'failed' });
    expect(judge(pod({ restartPolicy: 'Never' }), { pods: [ended] })).toMatchObject({ status: 'passed' });
    expect(judge(pod(), { pods: [] })).toMatchObject({ status: 'failed', observed: 'it does not exist' });
  });
});

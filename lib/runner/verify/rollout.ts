import { describeObject, type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import { plural } from '../../topology/amount';
import type { Declared } from '../declared';
import type { ClusterState, PodState, WorkloadResource, WorkloadState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { describePod, describePodState } from './describe-pod';
import { applyAgain, few, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';

/** Where the workloads are read whose rollout is judged, by their kind. */
export const WORKLOAD_RESOURCES: Readonly<Record<string, WorkloadResource>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

/**
 * Every Deployment, StatefulSet and DaemonSet has all its replicas updated and available, as many as dist/ declares; every
 * Pod that is declared itself is Ready. What a HorizontalPodAutoscaler scales may be anywhere within its bounds.
 */
export function rollout(declared: Declared, state: ClusterState): Judgement[] {
  const objects = declared.objects.map(({ object }) => object);
  const scalers = scalersByTarget(objects);
  return objects.flatMap((object) => {
    const resource = WORKLOAD_RESOURCES[object.kind];
    if (resource !== undefined) return [judgeWorkload(object, resource, scalers.get(describeObject(object)), declared, state)];
    return object.kind === 'Pod' ? [judgePod(object, declared, state)] : [];
  });
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function scalersByTarget(objects: readonly KubernetesObject[]): Map<string, Bounds> {
  const bounds = new Map<string, Bounds>();
  for (const object of objects) {
    if (object.kind !== 'HorizontalPodAutoscaler') continue;
    const spec = object.spec as
      | { scaleTargetRef?: { kind?: string; name?: string }; minReplicas?: number; maxReplicas?: number }
      | undefined;
    const { kind, name } = spec?.scaleTargetRef ?? {};
    const range = { least: spec?.minReplicas ?? 1, most: spec?.maxReplicas ?? Number.POSITIVE_INFINITY };
    bounds.set(`${kind} ${namespaceOf(object)}/${name}`, range);
  }
  return bounds;
}

/** How many replicas are promised; a manifest that leaves it open promises what somebody scaled it to, and at least one. */
function promised(object: KubernetesObject, scaler: Bounds | undefined): Bounds | undefined {
  if (object.kind === 'DaemonSet') return undefined;
  const replicas = object.spec?.replicas;
  if (scaler !== undefined) return scaler;
  return typeof replicas === 'number' ? { least: replicas, most: replicas } : { least: 1, most: Number.POSITIVE_INFINITY };
}

function judgeWorkload(
  object: KubernetesObject,
  resource: WorkloadResource,
  scaler: Bounds | undefined,
  declared: Declared,
  state: ClusterState,
): Judgement {
  const bounds = promised(object, scaler);
  const lookup = Lookup.of(state);
  const workload = lookup.workload(object);
  const asWished = bounds !== undefined && bounds.least === bounds.most ? bounds.least : workload?.replicas;
  const expected =
    bounds === undefined
      ? 'a pod on every node that it is for, updated and available'
      : `${asWished === undefined ? 'its replicas' : plural(asWished, 'replica')} updated and available`;
  const common = { id: 'rollout' as const, subject: describeObject(object), expected };
  const reason = unreadable(state, resource);
  if (reason !== undefined) return { ...common, ...undecided(reason) };
  if (workload === undefined) {
    return { ...common, status: 'failed', observed: 'it does not exist', hint: `Make it:\n${applyAgain(declared, state)}` };
  }
  const { replicas } = workload;
  if (bounds !== undefined && (replicas < bounds.least || replicas > bounds.most)) {
    const wanted = replicas < bounds.least ? bounds.least : bounds.most;
    return {
      ...common,
      expected: bounds.least === bounds.most ? expected : `${rangeWords(bounds)}, updated and available`,
      status: 'failed',
      observed: `it was scaled to ${replicas}`,
      hint: `Scale it back:\n${kubectlCommand(state, `scale ${target(object)} --replicas=${wanted}`)}`,
    };
  }
  const missing = missingOf(workload);
  if (missing === undefined) {
    return { ...common, status: 'passed', observed: `${workload.available} of ${replicas} available, all updated` };
  }
  const troubled = lookup.currentPods(workload).filter(({ ready }) => !ready);
  const condition = workload.conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  const details = [...(condition?.message === undefined ? [] : [condition.message]), ...troubled.map(describePod)];
  return {
    ...common,
    status: 'failed',
    observed: details.length === 0 ? missing : `${missing}; ${few(details, 3)}`,
    hint: workload.paused
      ? `Let it go on:\n${kubectlCommand(state, `rollout resume ${target(object)}`)}`
      : `See why:\n${kubectlCommand(state, `describe ${troubled[0] === undefined ? target(object) : `pod/${troubled[0].name} --namespace ${troubled[0].namespace}`}`)}`,
  };
}

/** What a rollout lacks, in the terms of `kubectl rollout status`; undefined when it is through. */
function missingOf(workload: WorkloadState): string | undefined {
  const { replicas, updated, available, total, paused, updatesAll } = workload;
  if (workload.observedGeneration < workload.generation) return 'its controller has not seen its newest version yet';
  const lacks: string[] = [];
  if (updatesAll && updated < replicas) lacks.push(`${updated} of ${replicas} updated`);
  if (available < replicas) lacks.push(`${available} of ${replicas} available`);
  // A DaemonSet's old pods are not among its numbers.
  if (updatesAll && workload.kind === 'Deployment' && total > updated) {
    lacks.push(`${plural(total - updated, 'old pod')} still there`);
  }
  if (lacks.length === 0) return undefined;
  return lacks.concat(paused ? ['the rollout is paused'] : []).join(', ');
}

function judgePod(object: KubernetesObject, declared: Declared, state: ClusterState): Judgement {
  const common = { id: 'rollout' as const, subject: describeObject(object), expected: 'Ready' };
  const reason = unreadable(state, 'pods');
  if (reason !== undefined) return { ...common, ...undecided(reason) };
  const pod = Lookup.of(state).pod(object);
  if (pod === undefined) {
    return { ...common, status: 'failed', observed: 'it does not exist', hint: `Make it:\n${applyAgain(declared, state)}` };
  }
  // A pod that may end has kept its promise when it has ended well.
  const ended = pod.phase === 'Succeeded' && (object.spec?.restartPolicy ?? 'Always') !== 'Always';
  if (pod.ready || ended) return { ...common, status: 'passed', observed: describePodState(pod) };
  return {
    ...common,
    status: 'failed',
    observed: describePodState(pod),
    hint: `See why:\n${kubectlCommand(state, `describe ${target(object)}`)}`,
  };
}

function rangeWords({ least, most }: Bounds): string {
  return Number.isFinite(most) ? `${least} to ${most} replicas` : `at least ${plural(least, 'replica')}`;
}

/** `deployment/nginx --namespace default`, as kubectl takes it. */
function target(object: KubernetesObject): string {
  return `${object.kind.toLowerCase()}/${object.metadata.name} --namespace ${namespaceOf(object)}`;
}

/** The pod that tells best why a rollout is not through; undefined when none is in trouble. */
export function troubledPod(object: KubernetesObject, state: ClusterState): PodState | undefined {
  return podsOf(object, state).find(({ ready }) => !ready);
}

/** The pods of a declared workload's present template; of a Pod itself. */
export function podsOf(object: KubernetesObject, state: ClusterState): readonly PodState[] {
  const lookup = Lookup.of(state);
  const workload = lookup.workload(object);
  if (workload !== undefined) return lookup.currentPods(workload);
  const pod = object.kind === 'Pod' ? lookup.pod(object) : undefined;
  return pod === undefined ? [] : [pod];
}

import type { LabelSelector, ObjectMeta } from '../../kubernetes/object';
import type { Condition, ReplicaSetState, WorkloadState } from './cluster-state';

interface RawWorkload {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: LabelSelector;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
    readonly conditions?: readonly Condition[];
  };
}

export function reduceWorkload(kind: WorkloadState['kind']): (item: RawWorkload) => WorkloadState {
  return ({ metadata, spec = {}, status = {} }) => {
    const daemon = kind === 'DaemonSet';
    return {
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      uid: metadata.uid ?? '',
      generation: metadata.generation ?? 0,
      observedGeneration: status.observedGeneration ?? 0,
      replicas: daemon ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1),
      updated: (daemon ? status.updatedNumberScheduled : status.updatedReplicas) ?? 0,
      ready: (daemon ? status.numberReady : status.readyReplicas) ?? 0,
      available: (daemon ? status.numberAvailable : status.availableReplicas) ?? 0,
      total: (daemon ? status.currentNumberScheduled : status.replicas) ?? 0,
      paused: spec.paused ?? false,
      ...(status.updateRevision !== undefined && { updateRevision: status.updateRevision }),
      updatesAll: spec.updateStrategy?.type !== 'OnDelete' && (spec.updateStrategy?.rollingUpdate?.partition ?? 0) === 0,
      conditions: status.conditions ?? [],
    };
  };
}

/** The number of a Deployment's template that a ReplicaSet is of. */
const REVISION = 'deployment.kubernetes.io/revision';

export function reduceReplicaSet({ metadata, spec = {}, status = {} }: RawWorkload): ReplicaSetState {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment');
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    ...(owner !== undefined && { ownerUid: owner.uid }),
    revision: Number(metadata.annotations?.[REVISION] ?? 0),
    replicas: spec.replicas ?? 1,
    conditions: status.conditions ?? [],
  };
}

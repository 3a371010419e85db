import { describeObject, type KubernetesObject } from '../../kubernetes/object';
import type { Declared } from '../declared';
import type { ClusterState, Condition, ContainerTrouble, PodState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { podsOf } from '../verify/rollout';
import { type FirstSeen, lastsMs } from './first-seen';

/** Something that waiting does not mend. */
export interface Failure {
  /** What failed, for example `Pod default/nginx-deployment-5d9-x2x`. */
  readonly subject: string;
  /** Why, in one sentence with the cluster's own words. */
  readonly reason: string;
  /** What to do about it. */
  readonly hint: string;
  /** The pod to ask for events and logs. */
  readonly pod?: FailedPod;
}

export interface FailedPod {
  readonly namespace: string;
  readonly name: string;
  /** The container whose log tells why. */
  readonly container?: string;
  /** Of that container. */
  readonly image?: string;
  /** Whether it is the log of its run before that counts. */
  readonly restarted?: boolean;
}

/** Reasons that trying again cures now and then, such as a registry that is slow: certain when they last. */
const LASTING_MS = 10_000;
/** The controllers retry a pod that the API server refuses; a namespace gets its service account a moment late. */
const REFUSED_MS = 5_000;
const UNSCHEDULABLE_MS = 15_000;
/** A cluster that dist/ does not declare may grow by itself. */
const UNSCHEDULABLE_FOREIGN_MS = 60_000;
const NODE_DOWN_MS = 60_000;
/** Runs that ended before it counts as a loop: the first may have been too early for what it depends on. */
const CRASHES = 3;
/** A pod is older than the wait when it is so by more than applying takes. */
const APPLYING_MS = 10_000;
/** What failed before may have been mended meanwhile. The kubelet tries again every 10 to 15 s, the scheduler at every change of a node. */
const SECOND_CHANCE_MS = 20_000;

/**
 * The first failure that is certain, or undefined while waiting may still help.
 *
 * @param sinceMs when the wait began
 * @param seen when it first saw each trouble, this look's among them
 */
export function certainFailure(
  declared: Declared,
  state: ClusterState,
  nowMs: number,
  sinceMs: number,
  seen: FirstSeen,
): Failure | undefined {
  const hadItsChance = ({ createdAtMs }: PodState) => createdAtMs > sinceMs - APPLYING_MS || nowMs - sinceMs >= SECOND_CHANCE_MS;
  return (
    nodeFailure(declared, state, nowMs) ??
    first(declared.objects, ({ object }) => {
      const pods = podsOf(object, state).filter((pod) => !pod.ready && !pod.deleting && hadItsChance(pod));
      return refusal(object, state, nowMs) ?? first(pods, (pod) => podFailure(pod, declared, state, nowMs, seen));
    })
  );
}

function first<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function nodeFailure(declared: Declared, state: ClusterState, nowMs: number): Failure | undefined {
  const lookup = Lookup.of(state);
  return first(declared.cluster?.nodes ?? [], ({ name }) => {
    const node = lookup.node(name);
    if (node === undefined || node.ready || ageOf(node.readyCondition, nowMs) < NODE_DOWN_MS) return undefined;
    return {
      subject: `Node ${name}`,
      reason: `it has not been Ready for ${seconds(ageOf(node.readyCondition, nowMs))}: ${words(node.readyCondition)}`,
      hint: `See what its container and its kubelet do:\ndocker ps --all --filter name=${name}\ndocker exec ${name} journalctl --unit kubelet --lines 20`,
    };
  });
}

/** A quota or an admission that does not let the pods be created. */
function refusal(object: KubernetesObject, state: ClusterState, nowMs: number): Failure | undefined {
  const lookup = Lookup.of(state);
  const workload = lookup.workload(object);
  if (workload === undefined) return undefined;
  const replicaSet = workload.kind === 'Deployment' ? lookup.currentReplicaSet(workload) : undefined;
  const condition = [...workload.conditions, ...(replicaSet?.conditions ?? [])].find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (condition === undefined || ageOf(condition, nowMs) < REFUSED_MS) return undefined;
  return {
    subject: describeObject(object),
    reason: `its pods are not created: ${words(condition)}`,
    hint: `See the quotas and limits of the namespace:\nkubectl --context ${state.context} describe namespace ${workload.namespace}`,
  };
}

function podFailure(pod: PodState, declared: Declared, state: ClusterState, nowMs: number, seen: FirstSeen): Failure | undefined {
  const subject = `Pod ${pod.namespace}/${pod.name}`;
  if (pod.unscheduled !== undefined) {
    const patience = declared.cluster === undefined ? UNSCHEDULABLE_FOREIGN_MS : UNSCHEDULABLE_MS;
    if (pod.unscheduled.reason !== 'Unschedulable' || nowMs - pod.createdAtMs < patience || mayMakeRoom(declared, state)) {
      return undefined;
    }
    return {
      subject,
      reason: `it fits on no node: ${words(pod.unscheduled)}`,
      hint: `See what the nodes have left, and whether one is cordoned:\nkubectl --context ${state.context} describe nodes`,
      pod: podOf(pod),
    };
  }
  return first(pod.troubles, (trouble) => {
    const hint = certainTrouble(trouble, lastsMs(seen, pod, trouble, nowMs), state.context, pod);
    if (hint === undefined) return undefined;
    const exit = trouble.lastExit;
    const ended = exit === undefined ? '' : `, it ended with ${exit.exitCode} (${exit.reason})`;
    return {
      subject,
      reason: `${trouble.reason} on ${pod.nodeName}: container ${trouble.container} of image ${trouble.image}${ended}${
        trouble.message === undefined ? '' : `: ${trouble.message}`
      }`,
      hint,
      pod: podOf(pod, trouble),
    };
  });
}

/** What to do about a trouble that stays; undefined while it may pass. */
function certainTrouble(trouble: ContainerTrouble, lastedMs: number, context: string, pod: PodState): string | undefined {
  switch (trouble.reason) {
    case 'InvalidImageName':
      return 'Mend the name of the image in the program, then npm run up.';
    case 'ErrImageNeverPull':
      return `The node has no such image and may not pull it. npm run up loads it when the local Docker has it:\ndocker image ls ${trouble.image}`;
    case 'ImagePullBackOff':
      return lastedMs < LASTING_MS
        ? undefined
        : `Is the name right, and may the node pull it? npm run up loads it when the local Docker has it:\ndocker pull ${trouble.image}`;
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
    case 'RunContainerError':
      return lastedMs < LASTING_MS
        ? undefined
        : `See what it lacks:\nkubectl --context ${context} describe pod/${pod.name} --namespace ${pod.namespace}`;
    case 'CrashLoopBackOff':
      return trouble.restarts + 1 < CRASHES
        ? undefined
        : `See why it ends:\nkubectl --context ${context} logs ${pod.name} --namespace ${pod.namespace} --container ${trouble.container} --previous`;
    default:
      return undefined;
  }
}

/** A node that comes up, or a pod that goes, may make the room that is missing. */
function mayMakeRoom(declared: Declared, state: ClusterState): boolean {
  const lookup = Lookup.of(state);
  return (
    state.nodes.some(({ ready }) => !ready) ||
    (declared.cluster?.nodes ?? []).some(({ name }) => lookup.node(name) === undefined) ||
    state.pods.some(({ deleting }) => deleting)
  );
}

/** The pod as one asks for its events and logs. */
export function podOf(pod: PodState, trouble: ContainerTrouble | undefined = pod.troubles[0]): FailedPod {
  const { namespace, name } = pod;
  // A container that waits for its image has no log.
  const hasRun =
    trouble !== undefined && (trouble.restarts > 0 || trouble.lastExit !== undefined || trouble.reason === 'NotReady');
  return hasRun
    ? { namespace, name, container: trouble.container, image: trouble.image, restarted: trouble.restarts > 0 }
    : { namespace, name };
}

function ageOf(condition: Condition | undefined, nowMs: number): number {
  const since = Date.parse(condition?.lastTransitionTime ?? '');
  return Number.isNaN(since) ? 0 : nowMs - since;
}

function words(condition: Condition | undefined): string {
  return condition?.message ?? condition?.reason ?? 'no reason given';
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

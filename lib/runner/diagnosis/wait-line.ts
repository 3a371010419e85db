import type { Declared } from '../declared';
import type { ClusterState, PodState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { describePodState } from '../verify/describe-pod';
import { endpoints } from '../verify/endpoints';
import { podsOf, rollout } from '../verify/rollout';

/** What a wait for the rollouts waits for: `2 of 3 pods ready; nginx-…-x2x: ContainerCreating on kind-worker`. */
export function waitLine(declared: Declared, state: ClusterState): string {
  const lookup = Lookup.of(state);
  let wanted = 0;
  let ready = 0;
  let waiting: PodState | undefined;
  for (const { object } of declared.objects) {
    const pods = podsOf(object, state);
    wanted += lookup.workload(object)?.replicas ?? (object.kind === 'Pod' ? 1 : 0);
    ready += pods.filter((pod) => pod.ready).length;
    waiting ??= pods.find((pod) => !pod.ready);
  }
  const line = `${ready} of ${wanted} ${wanted === 1 ? 'pod' : 'pods'} ready`;
  if (waiting !== undefined) return `${line}; ${shortName(waiting)}: ${describePodState(waiting)}`;
  const [open] = [...rollout(declared, state), ...endpoints(declared, state)].filter(({ status }) => status === 'failed');
  return open === undefined ? line : `${line}; ${open.subject}: ${open.observed}`;
}

/** The name without the hash of the template, which tells nobody anything. */
function shortName({ name, labels }: PodState): string {
  const hash = labels['pod-template-hash'];
  return hash === undefined ? name : name.replace(`-${hash}-`, '-…-');
}

/** Whether every rollout is through and every Service has its endpoints. */
export function settled(declared: Declared, state: ClusterState): boolean {
  return [...rollout(declared, state), ...endpoints(declared, state)].every(({ status }) => status !== 'failed');
}

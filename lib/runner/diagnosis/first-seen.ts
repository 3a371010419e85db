import type { ClusterState, ContainerTrouble, PodState } from '../state/cluster-state';

/** When a wait first saw each trouble: the API does not tell since when a container waits. */
export type FirstSeen = ReadonlyMap<string, number>;

/** What is known after another look: new troubles are seen now. One that comes back after a while is the same one. */
export function afterLook(known: FirstSeen, { pods }: ClusterState, nowMs: number): FirstSeen {
  const seen = new Map(known);
  for (const pod of pods) {
    for (const trouble of pod.troubles) {
      const key = keyOf(pod, trouble);
      if (!seen.has(key)) seen.set(key, nowMs);
    }
  }
  return seen;
}

/** For how long a trouble has been seen, in milliseconds; 0 where it was not seen before. */
export function lastsMs(seen: FirstSeen, pod: PodState, trouble: ContainerTrouble, nowMs: number): number {
  return nowMs - (seen.get(keyOf(pod, trouble)) ?? nowMs);
}

// The kubelet changes between the two while it tries again.
function keyOf({ uid }: PodState, { container, reason }: ContainerTrouble): string {
  return [uid, container, reason === 'ErrImagePull' ? 'ImagePullBackOff' : reason].join(' ');
}

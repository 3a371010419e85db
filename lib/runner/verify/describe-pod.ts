import type { PodState } from '../state/cluster-state';

/** A pod and what keeps it from being ready: `nginx-5d9-x2x: ImagePullBackOff on kind-worker`. */
export function describePod(pod: PodState): string {
  return `${pod.name}: ${describePodState(pod)}`;
}

/** `ImagePullBackOff on kind-worker`, or the scheduler's own words. */
export function describePodState(pod: PodState): string {
  if (pod.unscheduled !== undefined && !pod.deleting) {
    return `Pending, ${pod.unscheduled.message ?? pod.unscheduled.reason ?? 'not scheduled'}`;
  }
  const exit = pod.troubles.find(({ lastExit }) => lastExit !== undefined)?.lastExit;
  const ended = exit === undefined ? '' : ` (it ended with ${exit.exitCode}, ${exit.reason})`;
  return `${pod.state}${ended}${pod.nodeName === undefined ? '' : ` on ${pod.nodeName}`}`;
}

import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import type { Rule } from '../description';
import { describeRequests, nameNodes, pods } from '../feasibility/explain';
import { feasibilityOf, type Judged, type JudgedCluster } from '../feasibility/judge';
import { ASSUMED_SIZE, KINDNET } from '../feasibility/room';
import { warning } from '../finding';

/**
 * There may be no room for a workload's pods: the expected placement, with kind's own pods on the nodes, leaves some over.
 * It is not certain, because the scheduler may place the others otherwise, or because a node without a size has as much
 * as the machine; such a node counts as one of 2 CPUs and 4Gi here. Nor is it certain that no node gets an extended resource
 * (nvidia.com/gpu).
 */
export const roomUncertain: Rule = (description) => {
  const { workloads, clusters } = feasibilityOf(description);
  const crowded = new Set(clusters.flatMap(({ crowded: of }) => of?.demands ?? []).map(({ pod }) => pod));
  return workloads.flatMap((judged) => {
    const { workload, pod, verdict, placed } = judged;
    if (verdict !== 'depends' || placed === undefined || crowded.has(pod)) return [];
    // Pods that end make room for those that wait.
    const missing = workload.lasting ? placed.missing : Number(placed.missing === placed.demand.count && placed.missing > 0);
    if (missing === 0) return [];
    return [
      warning(
        workload.path,
        `${workload.name}: ${pods(missing)} of ${placed.demand.count} (each requests ${describeRequests(pod)}) may find no room: ${why(judged, clusters)}.`,
        'Request less, take fewer replicas, or give the nodes more `cpus` and `memory`.',
      ),
    ];
  });
};

function why({ pod, placed }: Judged, clusters: readonly JudgedCluster[]): string {
  if (pod.extended.length > 0) return `no node has ${pod.extended.join(', ')} unless a device plugin brings it`;
  if (pod.dependsOn !== undefined) return `that depends on ${pod.dependsOn}`;
  const nodes = clusters.find((cluster) => cluster.placed.get(pod) === placed)?.nodes ?? [];
  const unsized = nodes.filter((node, index) => node.size === undefined && placed?.demand.eligible[index] !== 'no');
  if (unsized.length === 0) {
    return `kind's own pods (kindnet requests ${formatCpu(KINDNET.cpuMillis)} and ${formatMemory(KINDNET.memoryBytes)} on every node) and the other workloads take it`;
  }
  return `${nameNodes(unsized)} ${unsized.length === 1 ? 'has' : 'have'} no size, and a machine need not have more than ${formatCpu(ASSUMED_SIZE.cpuMillis)} CPU and ${formatMemory(ASSUMED_SIZE.memoryBytes)}`;
}

import { clusterName } from '../../kind/names';
import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import type { Rule } from '../description';
import { nameNodes } from '../feasibility/explain';
import { feasibilityOf } from '../feasibility/judge';
import type { Crowded } from '../feasibility/together';
import { error } from '../finding';

/**
 * What fits alone also fits together: the requests of all workloads that can be on no other nodes, with a pod of each
 * DaemonSet on every node, are no more than the nodes have. Several clusters may share the workloads.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled
 */
export const workloadsFitTogether: Rule = (description) => {
  const { clusters } = feasibilityOf(description);
  const [only, ...others] = clusters;
  if (only?.crowded === undefined || others.length > 0) return [];
  const { crowded } = only;
  return [
    error(
      only.cluster.path,
      `${clusterName(only.cluster.config)}: ${nameDemands(crowded)} ${want(crowded)} on ${nameNodes(crowded.nodes)}.`,
      'Take fewer replicas, request less, or give the nodes more `cpus` or `memory`.',
    ),
  ];
};

function nameDemands({ demands }: Crowded): string {
  const named = demands.slice(0, 5).map(({ pod, count }) => `${count} × ${pod.workload.name}`);
  if (demands.length > named.length) named.push(`${demands.length - named.length} more`);
  return new Intl.ListFormat('en').format(named);
}

function want({ resource, wanted, available }: Crowded): string {
  switch (resource) {
    case 'cpu':
      return `request ${formatCpu(wanted)} CPU together, and there are ${formatCpu(available)} for pods`;
    case 'memory':
      return `request ${formatMemory(wanted)} of memory together, and there are ${formatMemory(available)} for pods`;
    case 'pods':
      return `are ${wanted} pods, and there is room for ${available}`;
    case 'big-pods':
      return `are ${wanted} pods, and there is room for ${available} of their sizes`;
    case 'host-port':
      return `want the same host port ${wanted} times, and there are ${available} nodes`;
  }
}

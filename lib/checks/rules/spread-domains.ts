import { nodeAffinityAllows } from '../../kubernetes/node-affinity';
import type { Rule } from '../description';
import { feasibilityOf } from '../feasibility/judge';
import { mayRunOn } from '../feasibility/node';
import { warning } from '../finding';

/**
 * A spread with minDomains wants its pods on so many domains. With fewer eligible ones it never is what it says; the
 * scheduler then lets maxSkew pods onto each.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#topologyspreadconstraints-field
 */
export const spreadDomains: Rule = (description) => {
  const { workloads, clusters } = feasibilityOf(description);
  return workloads.flatMap(({ workload, pod, verdict }) =>
    pod.spread.flatMap(({ topologyKey, minDomains = 1, nodeTaintsPolicy }) => {
      if (verdict === 'does-not-fit' || clusters.length === 0) return [];
      const most = Math.max(
        ...clusters.map(({ nodes }) => {
          const counted = nodes.filter(
            (node) =>
              (nodeTaintsPolicy === 'Honor' ? mayRunOn(workload.pod, node) : nodeAffinityAllows(workload.pod, node)) !== 'no',
          );
          const unknown = counted.filter((node) => node.mayHave(topologyKey)).length;
          return unknown + new Set(counted.flatMap(({ labels }) => labels[topologyKey] ?? [])).size;
        }),
      );
      if (most >= minDomains) return [];
      return [
        warning(
          workload.path,
          `${workload.name}: its spread wants ${minDomains} domains of ${topologyKey} (minDomains), and there are ${most} for its pods.`,
          `Set minDomains to ${most}, or add nodes.`,
        ),
      ];
    }),
  );
};

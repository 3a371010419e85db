import type { Rule } from '../description';
import { nameNodes, pods, replicas } from '../feasibility/explain';
import { impossibleBecause } from './impossible';

/**
 * Replicas that may not share a node (or another domain) are no more than there are: the others stay Pending.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export const antiAffinityFits: Rule = (description) =>
  impossibleBecause(description, ['anti-affinity'], ({ workload }, { eligible, atMost, topologyKey }) => ({
    message:
      `its ${pods(workload.replicas)} may not share a ${topologyKey}, and ${nameNodes(eligible)} ` + `have room for ${atMost}.`,
    fix: `Take ${replicas(atMost)}, add workers, or use topologySpreadConstraints instead of the required anti-affinity.`,
  }));

import type { Rule } from '../description';
import { nameNodes, pods, replicas } from '../feasibility/explain';
import { impossibleBecause } from './impossible';

/**
 * A spread of DoNotSchedule leaves pods Pending that would make it uneven: a domain has maxSkew pods more than the
 * emptiest at most. A tainted control plane is an empty domain unless nodeTaintsPolicy is Honor, and with fewer domains
 * than minDomains the emptiest counts as empty.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const spreadFits: Rule = (description) =>
  impossibleBecause(description, ['spread'], ({ pod, workload }, { eligible, atMost, topologyKey }, nodes) => {
    const constraint = pod.spread.find((of) => of.topologyKey === topologyKey);
    const tainted =
      constraint?.nodeTaintsPolicy !== 'Honor' && nodes.some((node) => node.taints.length > 0 && !eligible.includes(node));
    return {
      message:
        `its spread over ${topologyKey} (maxSkew ${constraint?.maxSkew}) lets ${atMost} of its ` +
        `${pods(workload.replicas)} run on ${nameNodes(eligible)}.`,
      fix: tainted
        ? 'Set nodeTaintsPolicy: Honor, or the tainted control plane counts as a node without pods; lower minDomains to the number of workers.'
        : `Take ${replicas(atMost)}, lower minDomains, raise maxSkew or add nodes.`,
    };
  });

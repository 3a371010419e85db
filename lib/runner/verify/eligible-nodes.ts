import { nodeAffinityAllows } from '../../kubernetes/node-affinity';
import type { PodSpec, TopologySpreadConstraint } from '../../kubernetes/object';
import { untolerated } from '../../kubernetes/tolerations';
import type { NodeState } from '../state/cluster-state';

/**
 * Whether a node counts for a topologySpreadConstraint, as the scheduler sees it: it has every topology key, and the pod's
 * node affinity and tolerations let it in where the constraint honours them.
 *
 * A taint that a node has for its present condition (cordoned, not ready, under pressure) does not count: a node that is out
 * for a while is no excuse for pods that all sit on the other one.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function countsForSpread(
  node: NodeState,
  constraint: TopologySpreadConstraint,
  topologyKeys: readonly string[],
  spec: PodSpec,
): boolean {
  // Where the pod itself was put says nothing of where others may go.
  const { nodeName: _, ...placeless } = spec;
  const lasting = node.taints.filter(({ key }) => !CONDITION_TAINT.test(key));
  if (!topologyKeys.every((key) => Object.hasOwn(node.labels, key))) return false;
  if (
    (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' &&
    nodeAffinityAllows(placeless, { ...node, mayHave: () => false }) === 'no'
  )
    return false;
  return constraint.nodeTaintsPolicy !== 'Honor' || untolerated(lasting, spec.tolerations).length === 0;
}

/** The taints that the control plane sets and removes by itself. */
const CONDITION_TAINT = /^node\.kubernetes\.io\/|^node\.cloudprovider\.kubernetes\.io\//;

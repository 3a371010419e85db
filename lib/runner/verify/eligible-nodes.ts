import { matchesExpression, matchesLabels } from '../../kubernetes/label-selector';
import type { NodeSelectorTerm, PodSpec, Taint, Toleration, TopologySpreadConstraint } from '../../kubernetes/object';
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
  if (!topologyKeys.every((key) => Object.hasOwn(node.labels, key))) return false;
  if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && !allowedByAffinity(node, spec)) return false;
  return constraint.nodeTaintsPolicy !== 'Honor' || toleratesAll(spec.tolerations ?? [], node.taints);
}

function allowedByAffinity({ name, labels }: NodeState, { nodeSelector, affinity }: PodSpec): boolean {
  if (!matchesLabels(nodeSelector, labels)) return false;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesTerm(term, name, labels));
}

/** A term without expressions matches nothing. */
function matchesTerm(term: NodeSelectorTerm, name: string, labels: Readonly<Record<string, string>>): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  return (
    matchExpressions.length + matchFields.length > 0 &&
    matchExpressions.every((expression) => matchesExpression(expression, labels)) &&
    matchFields.every((expression) => matchesExpression(expression, { 'metadata.name': name }))
  );
}

/** The taints that the control plane sets and removes by itself. */
const CONDITION_TAINT = /^node\.kubernetes\.io\/|^node\.cloudprovider\.kubernetes\.io\//;

function toleratesAll(tolerations: readonly Toleration[], taints: readonly Taint[]): boolean {
  return taints.every(
    (taint) =>
      taint.effect === 'PreferNoSchedule' || CONDITION_TAINT.test(taint.key) || tolerations.some((one) => tolerates(one, taint)),
  );
}

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key === undefined || key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''));
}

import { matchesExpression } from './label-selector';
import type { LabelExpression, NodeSelectorTerm, PodSpec } from './object';

/** Whether something holds, where not everything is known that decides it. */
export type Certainty = 'yes' | 'no' | 'maybe';

/** A node as nodeSelector and node affinity see it. */
export interface LabelledNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the node may have a label of this key that `labels` does not tell. */
  readonly mayHave: (key: string) => boolean;
}

/**
 * Whether a pod's nodeName, nodeSelector and required node affinity let it onto a node.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export function nodeAffinityAllows(pod: PodSpec, node: LabelledNode): Certainty {
  if (pod.nodeName !== undefined && pod.nodeName !== node.name) return 'no';
  const selected = Object.entries(pod.nodeSelector ?? {}).map(([key, value]) =>
    expressionHolds({ key, operator: 'In', values: [value] }, node),
  );
  const required = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms ?? [];
  return every([...selected, ...(terms.length === 0 ? [] : [some(terms.map((term) => termHolds(term, node)))])]);
}

function termHolds({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: LabelledNode): Certainty {
  // A term without any requirement matches no node.
  if (matchExpressions.length + matchFields.length === 0) return 'no';
  const fields = { 'metadata.name': node.name };
  return every([
    ...matchExpressions.map((expression) => expressionHolds(expression, node)),
    ...matchFields.map((field) => (matchesExpression(field, fields) ? ('yes' as const) : ('no' as const))),
  ]);
}

function expressionHolds(expression: LabelExpression, node: LabelledNode): Certainty {
  if (node.mayHave(expression.key)) return 'maybe';
  return matchesExpression(expression, node.labels) ? 'yes' : 'no';
}

export function every(all: readonly Certainty[]): Certainty {
  if (all.includes('no')) return 'no';
  return all.includes('maybe') ? 'maybe' : 'yes';
}

export function some(all: readonly Certainty[]): Certainty {
  if (all.includes('yes')) return 'yes';
  return all.includes('maybe') ? 'maybe' : 'no';
}

import type { LabelExpression, LabelSelector } from './object';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector matches. An absent selector matches nothing, an empty one everything.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (selector === undefined) return false;
  return (
    matchesLabels(selector.matchLabels, labels) && (selector.matchExpressions ?? []).every((e) => matchesExpression(e, labels))
  );
}

/** Whether every pair of a plain selector, as a Service or a nodeSelector has it, is among the labels. */
export function matchesLabels(wanted: Labels = {}, labels: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** One expression of a label selector or of a node affinity (which adds Gt and Lt). */
export function matchesExpression({ key, operator, values = [] }: LabelExpression, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';
import { isLabelKey, isLabelValue } from '../label-syntax';

/**
 * The labels of a node are those that a kubelet may set on itself. kind checks none and joins them into --node-labels;
 * the kubelet then does not start ("unknown 'kubernetes.io' or 'k8s.io' labels specified") and creation times out.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const nodeLabels: Rule = (description) =>
  allNodes(description).flatMap(({ node, name, path }) =>
    Object.entries(node.labels ?? {}).flatMap(([key, value]) => {
      if (!isLabelKey(key)) {
        return [
          error(
            path,
            `${name}: "${key}" is not the key of a label.`,
            'Write letters, digits, "-", "_" and ".", 63 at most, after a domain and "/" if any.',
          ),
        ];
      }
      if (!isLabelValue(value)) {
        return [
          error(
            path,
            `${name}: "${value}" is not the value of a label (${key}).`,
            'Write letters, digits, "-", "_" and ".", 63 at most, as a text.',
          ),
        ];
      }
      if (isNodeRole(key) || !isKubernetesKey(key) || isAllowed(key)) return [];
      return [
        error(
          path,
          `${name}: the kubelet refuses to label its own node with ${key}, so the node would never start.`,
          'Use a key of a domain of yours, or node.kubernetes.io/…; or label the node with kubectl once the cluster runs.',
        ),
      ];
    }),
  );

/** node-role.kubernetes.io/… has a rule of its own. */
export function isNodeRole(key: string): boolean {
  return key.startsWith('node-role.kubernetes.io/');
}

function isKubernetesKey(key: string): boolean {
  return /(^|\.)(kubernetes|k8s)\.io\//.test(key);
}

function isAllowed(key: string): boolean {
  return /(^|\.)(kubelet|node)\.kubernetes\.io\//.test(key) || ALLOWED.includes(key);
}

const ALLOWED = [
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
];

import { matchesSelector } from '../../kubernetes/label-selector';
import { applicationOf } from '../application';
import type { Rule } from '../description';
import { error } from '../finding';

/**
 * A workload selects the pods that it makes: "selector does not match template labels" otherwise.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
 */
export const workloadSelector: Rule = (description) =>
  applicationOf(description).workloads.flatMap(({ path, kind, name, selector, labels }) => {
    const required = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(kind);
    if (selector === undefined) {
      return required
        ? [
            error(
              path,
              `${name}: this ${kind} has no selector.`,
              'Set spec.selector.matchLabels to the labels of the pod template.',
            ),
          ]
        : [];
    }
    if ((!required && kind !== 'ReplicationController') || matchesSelector(selector, labels)) return [];
    return [
      error(
        path,
        `${name}: the selector of this ${kind} does not match the labels of its own pod template, ${JSON.stringify(labels)}.`,
        'Give the template the labels that the selector wants.',
      ),
    ];
  });

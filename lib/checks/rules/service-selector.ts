import type { Workload } from '../application';
import { applicationOf, type Service } from '../application';
import type { Rule } from '../description';
import { error } from '../finding';
import type { LabelIndex } from '../label-index';
import { selectedWorkloads } from '../selected-workloads';

/**
 * A Service selects pods of its namespace, by all of the labels that its selector has. Where the program has objects of
 * kinds that Kubernetes does not bring, their controllers may make pods that it does not show; so does kube-system.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
export const serviceSelector: Rule = (description) => {
  const { services, templates, customised } = applicationOf(description);
  return services.flatMap((service) => {
    const { name, namespace, path, selector, type } = service;
    if (Object.keys(selector).length === 0 || type === 'ExternalName') return [];
    if (customised.has(namespace) || SYSTEM_NAMESPACES.includes(namespace)) return [];
    if (selectedWorkloads(service, templates).length > 0) return [];
    const near = nearest(service, templates);
    const found =
      near === undefined ? 'none has pods there' : `the pods of ${near.kind} ${near.name} have ${labelList(near.labels)}`;
    return [
      error(
        path,
        `${name}: no pod template in the namespace ${namespace} has the labels ${labelList(selector)} that it selects; ${found}.`,
        'Select the labels of the pod template, in the namespace of the Service.',
      ),
    ];
  });
};

/** Where kind's own pods are. */
const SYSTEM_NAMESPACES = ['kube-system', 'local-path-storage'];

// The one with the most of the keys; of many, among the first ones.
function nearest({ namespace, selector }: Service, templates: LabelIndex<Workload>): Workload | undefined {
  const keys = Object.keys(selector);
  const shared = ({ labels }: Workload) => keys.filter((key) => key in labels).length;
  return templates
    .inNamespace(namespace)
    .slice(0, 20)
    .reduce<Workload | undefined>((best, next) => (best === undefined || shared(next) > shared(best) ? next : best), undefined);
}

function labelList(labels: Readonly<Record<string, string>>): string {
  return (
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(',') || 'no labels'
  );
}

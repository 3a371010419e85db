import { parseResource } from '../../kubernetes/pod-requests';
import { applicationOf } from '../application';
import type { Finding, Rule } from '../description';
import { error, warning } from '../finding';

/**
 * Requests and limits are quantities, and none is negative. Memory in thousandths of a byte is one too, and a slip for Mi.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes
 */
export const quantitiesRule: Rule = (description) =>
  applicationOf(description).workloads.flatMap(({ path, name, pod }) =>
    [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap((container) =>
      (['requests', 'limits'] as const).flatMap((field) =>
        Object.entries(container.resources?.[field] ?? {}).flatMap(([resource, quantity]): Finding[] => {
          const subject = `${name}: container ${container.name} has ${field} of ${resource} "${quantity}"`;
          const value = parseResource(resource, quantity);
          if (value === undefined || value < 0) {
            return [
              error(
                path,
                `${subject}, which is no quantity.`,
                `Write for example ${resource === 'cpu' ? '500m or 1' : '128Mi or 1Gi'}.`,
              ),
            ];
          }
          if (resource === 'memory' && String(quantity).endsWith('m')) {
            return [warning(path, `${subject}: m is for thousandths of a byte.`, `Write ${String(quantity).slice(0, -1)}Mi.`)];
          }
          return [];
        }),
      ),
    ),
  );

import { parseResource } from '../../kubernetes/pod-requests';
import { applicationOf } from '../application';
import type { Finding, Rule } from '../description';
import { isExtended } from '../feasibility/pod';
import { error } from '../finding';

/**
 * A container requests no more than its limit, and of an extended resource exactly that: the API server refuses the pod.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export const requestsWithinLimits: Rule = (description) =>
  applicationOf(description).workloads.flatMap(({ path, name, pod }) =>
    [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap((container) => {
      const { requests = {}, limits = {} } = container.resources ?? {};
      return Object.entries(requests).flatMap(([resource, request]): Finding[] => {
        const limit = limits[resource];
        const subject = `${name}: container ${container.name} requests ${request} of ${resource}`;
        if (limit === undefined) {
          return isExtended(resource)
            ? [
                error(
                  path,
                  `${subject} and has no limit of it, and an extended resource needs one.`,
                  `Set the limit of ${resource} to ${request}.`,
                ),
              ]
            : [];
        }
        const [wanted, most] = [parseResource(resource, request), parseResource(resource, limit)];
        if (wanted === undefined || most === undefined) return [];
        if (wanted > most)
          return [error(path, `${subject}, more than its limit of ${limit}.`, 'Lower the request or raise the limit.')];
        return isExtended(resource) && wanted < most
          ? [
              error(
                path,
                `${subject}, less than its limit of ${limit}, and of an extended resource they are the same.`,
                `Request ${limit}.`,
              ),
            ]
          : [];
      });
    }),
  );

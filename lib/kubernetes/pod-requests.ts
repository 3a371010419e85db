import type { Container, PodSpec } from './object';
import { parseCpuMillis, parseMemoryBytes, parseQuantity } from './quantity';

/** What the scheduler sets aside for a pod, by resource: cpu in thousandths, memory in bytes, others as they are counted. */
export type Requests = Readonly<Record<string, number>>;

type Quantities = Readonly<Record<string, string | number>>;

/** The requests of a pod by every resource that it names. */
export function podRequests(pod: PodSpec): Requests {
  const all = [...(pod.initContainers ?? []), ...(pod.containers ?? [])].map(quantitiesOf);
  const resources = new Set([...all, pod.overhead ?? {}].flatMap(Object.keys));
  return Object.fromEntries([...resources].map((resource) => [resource, podRequest(pod, resource)]));
}

/**
 * What a pod requests of one resource, as the scheduler adds it up: the containers and sidecars together, or an init container and
 * the sidecars started before it where that is more, and the overhead. A limit without a request is one. A quantity that is none
 * counts as nothing.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podRequest(pod: PodSpec, resource: string): number {
  const requested = (quantities: Quantities | undefined) => {
    const quantity = quantities?.[resource];
    return quantity === undefined ? 0 : Math.max(0, parseResource(resource, quantity) ?? 0);
  };
  let sidecars = 0;
  let starting = 0;
  for (const container of pod.initContainers ?? []) {
    const own = requested(quantitiesOf(container));
    starting = Math.max(starting, sidecars + own);
    if (container.restartPolicy === 'Always') sidecars += own;
  }
  const running = (pod.containers ?? []).reduce((sum, container) => sum + requested(quantitiesOf(container)), sidecars);
  return Math.max(running, starting) + requested(pod.overhead);
}

/** A quantity in the unit that its resource is counted in, undefined where it is none. */
export function parseResource(resource: string, quantity: string | number): number | undefined {
  if (resource === 'cpu') return parseCpuMillis(quantity);
  return resource === 'memory' ? parseMemoryBytes(quantity) : parseQuantity(quantity);
}

function quantitiesOf({ resources }: Container): Quantities {
  return resources?.requests === undefined ? (resources?.limits ?? {}) : { ...resources.limits, ...resources.requests };
}

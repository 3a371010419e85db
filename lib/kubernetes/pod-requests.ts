import type { Container, PodSpec } from './object';
import { parseCpuMillis, parseMemoryBytes, parseQuantity } from './quantity';

/** What the scheduler sets aside for a pod, by resource: cpu in thousandths, memory in bytes, others as they are counted. */
export type Requests = Readonly<Record<string, number>>;

/**
 * The requests of a pod, as the scheduler adds them up: the containers and sidecars together, or an init container and
 * the sidecars started before it where that is more, and the overhead. A limit without a request is one.
 * A quantity that is none counts as nothing.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podRequests(pod: PodSpec): Requests {
  let sidecars: Requests = {};
  let starting: Requests = {};
  for (const container of pod.initContainers ?? []) {
    const own = containerRequests(container);
    if (container.restartPolicy === 'Always') {
      sidecars = add(sidecars, own);
      starting = most(starting, sidecars);
    } else {
      starting = most(starting, add(sidecars, own));
    }
  }
  const running = (pod.containers ?? []).map(containerRequests).reduce(add, sidecars);
  return add(most(running, starting), amounts(pod.overhead));
}

/** The requests of one container, a limit standing in for a request that is not given. */
export function containerRequests({ resources }: Container): Requests {
  return { ...amounts(resources?.limits), ...amounts(resources?.requests) };
}

/** A quantity in the unit that its resource is counted in, undefined where it is none. */
export function parseResource(resource: string, quantity: string | number): number | undefined {
  if (resource === 'cpu') return parseCpuMillis(quantity);
  return resource === 'memory' ? parseMemoryBytes(quantity) : parseQuantity(quantity);
}

function amounts(quantities: Readonly<Record<string, string | number>> = {}): Requests {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [resource, Math.max(0, parseResource(resource, quantity) ?? 0)]),
  );
}

function add(a: Requests, b: Requests): Requests {
  return merge(a, b, (x, y) => x + y);
}

function most(a: Requests, b: Requests): Requests {
  return merge(a, b, Math.max);
}

function merge(a: Requests, b: Requests, combine: (x: number, y: number) => number): Requests {
  const resources = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(resources.map((resource) => [resource, combine(a[resource] ?? 0, b[resource] ?? 0)]));
}

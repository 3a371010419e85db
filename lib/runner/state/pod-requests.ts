import type { Container, PodSpec } from '../../kubernetes/object';
import { parseCpuMillis, parseMemoryBytes } from '../../kubernetes/quantity';
import type { Amounts } from './cluster-state';

/**
 * What a pod requests of its node: its containers and sidecars together, or more when an init container needs more, and the
 * overhead of its runtime class.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podRequests(spec: PodSpec = {}): Amounts {
  const of = (amount: (resources: Resources) => number) => {
    let sidecars = 0;
    let init = 0;
    for (const container of spec.initContainers ?? []) {
      const requested = amount(requestsOf(container));
      if (container.restartPolicy === 'Always') {
        sidecars += requested;
        init = Math.max(init, sidecars);
      } else init = Math.max(init, sidecars + requested);
    }
    const running = (spec.containers ?? []).reduce((sum, container) => sum + amount(requestsOf(container)), sidecars);
    return Math.max(running, init) + amount(spec.overhead ?? {});
  };
  return {
    cpuMillis: of(({ cpu }) => (cpu === undefined ? 0 : (parseCpuMillis(cpu) ?? 0))),
    memoryBytes: of(({ memory }) => (memory === undefined ? 0 : (parseMemoryBytes(memory) ?? 0))),
  };
}

type Resources = Readonly<Record<string, string | number>>;

/** A limit without a request is the request too, as the API server sets it. */
function requestsOf({ resources = {} }: Container): Resources {
  return resources.requests === undefined ? (resources.limits ?? {}) : { ...resources.limits, ...resources.requests };
}

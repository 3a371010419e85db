import type { KubernetesObject, ServiceSpec } from '../../kubernetes/object';
import type { ServicePortState } from '../state/cluster-state';
import { servicePorts } from '../state/service';

/** What a good answer is. */
export interface Expectation {
  readonly path: string;
  readonly status: number;
  /** A text that the body contains. */
  readonly body?: string;
}

/** The annotations of a Service that say what a good answer is, and whether the host is to reach it at all. */
export const ANNOTATIONS = {
  path: 'cdk8s-kind/http-path',
  status: 'cdk8s-kind/http-status',
  body: 'cdk8s-kind/http-body',
  host: 'cdk8s-kind/host',
} as const;

export function expectationOf(service: KubernetesObject): Expectation {
  const annotations = service.metadata.annotations ?? {};
  const path = annotations[ANNOTATIONS.path] ?? '/';
  const body = annotations[ANNOTATIONS.body];
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    status: Number(annotations[ANNOTATIONS.status] ?? 200),
    ...(body !== undefined && { body }),
  };
}

/** `status 200 and "Welcome to nginx!" in the body`. */
export function describeExpectation({ path, status, body }: Expectation): string {
  const at = path === '/' ? '' : ` at ${path}`;
  return `status ${status}${at}${body === undefined ? '' : ` and ${JSON.stringify(body)} in the body`}`;
}

export function declaredPorts(service: KubernetesObject): ServicePortState[] {
  return servicePorts((service.spec ?? {}) as ServiceSpec);
}

/** Ports on which something other than HTTP is at home: mail, names, databases, queues. */
const OTHER_PORTS = new Set([
  21, 22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 995, 1433, 1521, 1883, 2049, 2181, 3306, 4222, 5432, 5671, 5672, 6379, 6443,
  9042, 9092, 11211, 26379, 27017,
]);
/** The first word of the names of ports that speak something else, as Kubernetes and Istio name them. */
const OTHER_NAMES =
  /^(tcp|udp|sctp|tls|grpc|h2c|dns|mysql|postgres|postgresql|psql|redis|mongo|mongodb|amqp|kafka|smtp|ssh|ldap|mqtt|nats)\b/;

/**
 * Whether a port speaks HTTP, and which; undefined when it says, or is known to speak, something else. What it says itself
 * counts first: appProtocol, then its name, then its number.
 */
export function schemeOf(port: ServicePortState): 'http' | 'https' | undefined {
  if (port.protocol !== 'TCP') return undefined;
  if (port.appProtocol !== undefined) {
    const protocol = port.appProtocol.toLowerCase();
    return protocol === 'http' || protocol === 'https' ? protocol : undefined;
  }
  if (/^https\b/.test(port.name ?? '')) return 'https';
  if (/^http\b/.test(port.name ?? '')) return 'http';
  if (OTHER_NAMES.test(port.name ?? '')) return undefined;
  const numbers = [port.port, port.targetPort];
  if (numbers.some((number) => typeof number === 'number' && OTHER_PORTS.has(number))) return undefined;
  return port.port === 443 ? 'https' : 'http';
}

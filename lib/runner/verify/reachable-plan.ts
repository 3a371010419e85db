import { describeObject, type KubernetesObject, namespaceOf, type ServiceSpec } from '../../kubernetes/object';
import { hostLabel } from '../../topology/topology';
import type { Declared } from '../declared';
import type { ClusterState, ServicePortState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { ANNOTATIONS, declaredPorts, type Expectation, expectationOf, schemeOf } from './http-port';
import { unreadable } from './judgement';

/** Where the host reaches a port of a node. */
export interface HostPort {
  readonly node: string;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** The address that the host listens on, for example `127.0.0.1` or `0.0.0.0`. */
  readonly address: string;
  readonly port: number;
}

/** One way to a port of a Service. */
export type Route =
  | { readonly via: 'host'; readonly url: string }
  /** By the address of a node, which need not be reachable from here. */
  | { readonly via: 'node'; readonly url: string; readonly node: string }
  | { readonly via: 'port-forward'; readonly scheme: 'http' | 'https'; readonly path: string };

/** What `reachable` is going to try for one port of a Service, or why it is not. */
export interface PlannedProbe {
  readonly subject: string;
  readonly service: KubernetesObject;
  readonly port: ServicePortState;
  readonly expect: Expectation;
  /** In order: the first that answers decides. Empty when it is skipped. */
  readonly routes: readonly Route[];
  /** Why it is not probed. */
  readonly skip?: string;
}

/**
 * What to curl: each TCP port of each declared NodePort Service, at every address that maps it. Where nothing maps it, over a
 * port-forward; on a cluster that somebody else made, first at a node's own address.
 */
export function planReachable(
  declared: Declared,
  state: ClusterState,
  hostPorts: readonly HostPort[],
  foreign: boolean,
): PlannedProbe[] {
  return declared.objects.flatMap(({ object }) => {
    const spec = object.spec as ServiceSpec | undefined;
    if (object.kind !== 'Service' || spec?.type !== 'NodePort') return [];
    const ports = declaredPorts(object);
    return ports.flatMap((port) => planPort(object, port, ports.length > 1, state, hostPorts, foreign));
  });
}

function planPort(
  service: KubernetesObject,
  port: ServicePortState,
  several: boolean,
  state: ClusterState,
  hostPorts: readonly HostPort[],
  foreign: boolean,
): PlannedProbe[] {
  const lookup = Lookup.of(state);
  const expect = expectationOf(service);
  const planned = { subject: `${describeObject(service)}${several ? ` port ${port.port}` : ''}`, service, port, expect };
  const skip = (reason: string) => [{ ...planned, routes: [], skip: reason }];
  if (service.metadata.annotations?.[ANNOTATIONS.host] === 'false') return skip('it says that it is not for the host');
  if (port.protocol !== 'TCP') return skip(`curl speaks HTTP, and port ${port.port} is ${port.protocol}`);
  const scheme = schemeOf(port);
  if (scheme === undefined) {
    const words = port.appProtocol ?? port.name ?? port.port;
    return skip(`curl speaks HTTP, and port ${port.port} does not say so (${words}); appProtocol: http would`);
  }
  const running = lookup.service(service);
  // There is nothing to try, and no better answer to wait for.
  if (running === undefined && unreadable(state, 'services') === undefined) return [{ ...planned, routes: [] }];
  const nodePort = port.nodePort ?? running?.ports.find((one) => one.port === port.port && one.protocol === 'TCP')?.nodePort;
  const mapped = hostPorts.filter((one) => one.containerPort === nodePort && one.protocol === 'TCP');
  // Docker lists a port that is published on every address twice, for IPv4 and for IPv6.
  const byUrl = new Map(mapped.map((hostPort) => [url(scheme, hostPort, expect.path), hostLabel(hostPort)]));
  if (byUrl.size > 0) {
    return [...byUrl].map(([address, label]) => ({
      ...planned,
      subject: byUrl.size === 1 ? planned.subject : `${planned.subject} at ${label}`,
      routes: [{ via: 'host' as const, url: address }],
    }));
  }
  const forward: Route = { via: 'port-forward', scheme, path: expect.path };
  return [{ ...planned, routes: foreign ? [...nodeRoute(service, nodePort, scheme, expect, state), forward] : [forward] }];
}

/** With externalTrafficPolicy Local only the nodes with a ready pod answer, so one of those is taken where there is one. */
function nodeRoute(
  service: KubernetesObject,
  nodePort: number | undefined,
  scheme: 'http' | 'https',
  { path }: Expectation,
  state: ClusterState,
): Route[] {
  if (nodePort === undefined) return [];
  const lookup = Lookup.of(state);
  const selector = (service.spec as ServiceSpec | undefined)?.selector ?? {};
  const withPod = lookup.podsSelectedBy(namespaceOf(service), selector).find((pod) => pod.ready && pod.nodeName !== undefined);
  const node = lookup.node(withPod?.nodeName ?? '') ?? state.nodes.find(({ ready }) => ready);
  const address = (type: string) => node?.addresses.find((one) => one.type === type)?.address;
  const reached = address('ExternalIP') ?? address('InternalIP');
  if (node === undefined || reached === undefined) return [];
  return [{ via: 'node', url: url(scheme, { address: reached, port: nodePort }, path), node: node.name }];
}

/** The address as one types it: without the port that goes without saying, and without the path `/`. */
function url(scheme: 'http' | 'https', hostPort: { readonly address: string; readonly port: number }, path: string): string {
  const label = hostLabel({ ...hostPort, node: '' });
  const usual = scheme === 'http' ? ':80' : ':443';
  return `${scheme}://${label.endsWith(usual) ? label.slice(0, -usual.length) : label}${path === '/' ? '' : path}`;
}

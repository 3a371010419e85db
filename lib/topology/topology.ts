/**
 * What a picture of a cluster shows: host port → node → Service → pods on their nodes.
 *
 * Plain data, of a running cluster or of one that is only described. The drawings (svg.ts, text.ts) read nothing else.
 */
export interface Topology {
  /** The cluster's name. */
  readonly cluster: string;
  /** The version of Kubernetes, for example `v1.32.2`. */
  readonly kubernetes?: string;
  readonly routes: readonly Route[];
  readonly nodes: readonly TopologyNode[];
  /** Pods that are on no node. */
  readonly unscheduled: readonly TopologyPod[];
  /** What is broken, a sentence each. */
  readonly problems: readonly string[];
}

/** The way to one port of a Service. */
export interface Route {
  /** Absent where nothing maps it to the host. */
  readonly host?: RouteHost;
  readonly nodePort?: number;
  readonly service: RouteService;
}

export interface RouteHost {
  readonly address: string;
  readonly port: number;
  /** The node whose container publishes the port. */
  readonly node: string;
}

export interface RouteService {
  /** `namespace/name` where there are namespaces to tell apart. */
  readonly name: string;
  /** For example `NodePort`. */
  readonly type?: string;
  readonly port?: number;
  /** What is wrong with it, in a few words. */
  readonly problem?: string;
}

export interface TopologyNode {
  readonly name: string;
  readonly role?: string;
  /** What holds of it, in a word or two, for example `Ready`. */
  readonly state?: string;
  /** Whether that is bad. */
  readonly broken: boolean;
  /** Thousandths of a CPU. */
  readonly cpu?: TopologyAmount;
  /** Bytes. */
  readonly memory?: TopologyAmount;
  readonly pods: readonly TopologyPod[];
}

export interface TopologyAmount {
  readonly size: number;
  readonly requested?: number;
  readonly used?: number;
}

/**
 * `good`: it runs and is ready. `suspect`: it does, but a check of what it belongs to failed. `broken`: it does not.
 * `idle`: it has ended, or is only expected.
 */
export type PodHealth = 'good' | 'suspect' | 'broken' | 'idle';

export interface TopologyPod {
  readonly name: string;
  /** `Running`, or the reason why it is not. */
  readonly state: string;
  readonly health: PodHealth;
  /** What it belongs to, for example `Deployment nginx`. */
  readonly owner?: string;
  /** Whether it is the cluster's own, and not worth a word while it is well. */
  readonly system: boolean;
  /** The names of the Services that lead to it. */
  readonly services: readonly string[];
}

/** The pods worth drawing: all but the cluster's own that are well. */
export function shownPods(node: TopologyNode): TopologyPod[] {
  return node.pods.filter((pod) => !pod.system || pod.health === 'broken');
}

/** `localhost:30080`: what to type to reach a port of the host. */
export function hostLabel({ address, port }: RouteHost): string {
  if (['127.0.0.1', '::1', ...EVERY_ADDRESS].includes(address)) return `localhost:${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What kind and Docker read as every address of the host. */
export const EVERY_ADDRESS: readonly string[] = ['', '0.0.0.0', '::'];

/** The nodes with pods behind a Service, and how many pods they are. */
export function behind(topology: Topology, service: string): { nodes: TopologyNode[]; pods: number } {
  const leadsTo = (pod: TopologyPod) => pod.services.includes(service);
  return {
    nodes: topology.nodes.filter((node) => node.pods.some(leadsTo)),
    pods: topology.nodes.reduce((sum, node) => sum + node.pods.filter(leadsTo).length, 0),
  };
}

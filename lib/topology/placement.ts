import type { NodeSize } from '../kind/node-size';
import { shortCpu, shortMemory } from './amount';
import type { Route, Topology } from './topology';

/** Where the pods of a described cluster are expected. */
export interface Placement {
  /** The same as a text, a node a line. */
  readonly lines: readonly string[];
  readonly nodes: readonly PlacedNode[];
}

export interface PlacedNode {
  readonly name: string;
  readonly role?: string;
  /** @default that of the machine */
  readonly size?: NodeSize;
  readonly pods: readonly { readonly workload: string; readonly count: number }[];
}

/** What is known of a described cluster beside its placement. */
export interface Described {
  /** The cluster's name. */
  readonly cluster: string;
  /** The ports that the cluster maps to the host, with the Services behind them. @default none */
  readonly hostPorts?: readonly ExpectedHostPort[];
}

export interface ExpectedHostPort {
  /** For example `127.0.0.1`. */
  readonly address: string;
  readonly port: number;
  /** The name of the node that maps it. */
  readonly node: string;
  readonly nodePort: number;
  readonly service: string;
  readonly servicePort?: number;
  /** The workloads that the Service leads to, by the name that the placement has for them. @default none */
  readonly workloads?: readonly string[];
}

/** The topology that a described cluster is expected to have. */
export function fromPlacement({ nodes }: Placement, { cluster, hostPorts = [] }: Described): Topology {
  const servicesOf = (workload: string) => [
    ...new Set(hostPorts.filter(({ workloads = [] }) => workloads.includes(workload)).map(({ service }) => service)),
  ];
  return {
    cluster,
    routes: hostPorts.map(
      ({ address, port, node, nodePort, service, servicePort }): Route => ({
        host: { address, port, node },
        nodePort,
        service: { name: service, ...(servicePort !== undefined && { port: servicePort }) },
      }),
    ),
    nodes: nodes.map(({ name, role, size, pods }) => ({
      name,
      role: [role, size === undefined ? 'no size declared' : `${shortCpu(size.cpuMillis)} CPU, ${shortMemory(size.memoryBytes)}`]
        .filter(Boolean)
        .join(', '),
      broken: false,
      pods: pods.flatMap(({ workload, count }) =>
        Array.from({ length: count }, () => ({
          name: workload,
          state: 'expected',
          health: 'idle' as const,
          owner: workload,
          system: false,
          services: servicesOf(workload),
        })),
      ),
    })),
    unscheduled: [],
    problems: [],
  };
}

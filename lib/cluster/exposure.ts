import { ApiObject } from 'cdk8s';
import type { Service } from 'cdk8s-plus-30';
import type { KindPortMapping } from '../kind/config';
import { record, records, text, wholeNumber } from '../kubernetes/plain';

export interface ExposeOptions {
  /**
   * The port of the host.
   *
   * @default the nodePort
   */
  readonly hostPort?: number;
  /**
   * The address of the host that it listens on; `0.0.0.0` lets other machines in.
   *
   * @default '127.0.0.1'
   */
  readonly listenAddress?: string;
  /**
   * The name of the node whose port is mapped, for example `kind-worker2`. Every node answers for every NodePort Service,
   * unless the Service has externalTrafficPolicy Local.
   *
   * @default the first control plane
   */
  readonly node?: string;
}

/** What makes a Service reachable from the host, or why that cannot be. */
export type Exposure =
  | { readonly node: string; readonly portMappings: readonly KindPortMapping[] }
  | { readonly mistake: string };

/** A Service of cdk8s-plus, or the object of one, as an L1 or an `Include` has it. */
export type Exposable = Service | ApiObject;

interface ServiceFacts {
  readonly name: string;
  readonly type: string;
  readonly ports: readonly {
    readonly nodePort?: number | undefined;
    readonly protocol?: KindPortMapping['protocol'] | undefined;
  }[];
}

/** @param nodes the names of the cluster's nodes, the first control plane's before the others */
export function exposureOf(service: Exposable, options: ExposeOptions, nodes: readonly string[]): Exposure {
  if (ApiObject.isApiObject(service) && service.kind !== 'Service') {
    return {
      mistake:
        `expose(${service.name}): ${service.kind} ${service.name} is no Service.\n` +
        "→ Give a Service; of an Include, include.apiObjects.find(({ kind }) => kind === 'Service').",
    };
  }
  const { name, type, ports: all } = factsOf(service);
  const { hostPort, listenAddress = '127.0.0.1', node = nodes[0] ?? '' } = options;
  if (!nodes.includes(node)) {
    return { mistake: `expose(${name}): there is no node ${node}.\n→ Give one of ${nodes.join(', ')}.` };
  }
  const ports = all.filter(({ nodePort }) => nodePort !== undefined);
  if (ports.length < all.length || ports.length === 0) {
    return {
      mistake:
        `expose(${name}): Service ${name} of type ${type} has a port without a nodePort, so it is not known which port of` +
        ' the node to map.\n→ Give it the type NODE_PORT, and each of its ports a nodePort from 30000 to 32767.',
    };
  }
  if (hostPort !== undefined && ports.length > 1) {
    return {
      mistake:
        `expose(${name}): hostPort ${hostPort} cannot stand for the ${ports.length} ports of Service ${name}.\n` +
        '→ Leave hostPort out: each port is then mapped to the same number as its nodePort.',
    };
  }
  return {
    node,
    portMappings: ports.map(({ nodePort, protocol }) => ({
      containerPort: nodePort,
      hostPort: hostPort ?? nodePort,
      listenAddress,
      protocol: protocol ?? 'TCP',
    })),
  };
}

function factsOf(service: Exposable): ServiceFacts {
  if (!ApiObject.isApiObject(service)) return service;
  const { metadata, spec } = record(service.toJson());
  return {
    name: text(record(metadata).name) ?? service.name,
    type: text(record(spec).type) ?? 'ClusterIP',
    ports: records(record(spec).ports).map(({ nodePort, protocol }) => ({
      nodePort: wholeNumber(nodePort) || undefined,
      protocol: text(protocol) as KindPortMapping['protocol'],
    })),
  };
}

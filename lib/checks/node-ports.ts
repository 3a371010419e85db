import type { KindConfig } from '../kind/config';
import { isRecord, type PlainRecord } from '../kubernetes/plain';
import { applicationOf, type Service, type ServicePort } from './application';
import { allNodes, type MappedPort, mappedPorts } from './cluster-nodes';
import type { Description } from './description';
import { parseYaml } from './patches';

/** The ports of a node that Kubernetes gives to Services. */
export interface NodePortRange {
  readonly first: number;
  readonly last: number;
}

const DEFAULT_RANGE: NodePortRange = { first: 30000, last: 32767 };

/** A port of a Service that has a nodePort, or wants one. */
export interface NodePort {
  readonly service: Service;
  readonly port: ServicePort;
}

export function nodePorts(description: Description): NodePort[] {
  return applicationOf(description)
    .services.filter(({ type }) => type === 'NodePort' || type === 'LoadBalancer')
    .flatMap((service) => service.ports.map((port) => ({ service, port })));
}

/** The mappings of all clusters that are for a nodePort. */
export function mappingsOf({ port }: NodePort, mapped: readonly MappedPort[]): MappedPort[] {
  return mapped.filter(({ mapping, protocol }) => mapping.containerPort === port.nodePort && protocol === port.protocol);
}

export function allMappedPorts(description: Description): MappedPort[] {
  return mappedPorts(allNodes(description));
}

/**
 * The range of nodePorts: 30000 to 32767 unless a patch of the cluster's sets service-node-port-range. Undefined where one
 * sets it in a way that is not understood.
 */
export function nodePortRange(config: KindConfig): NodePortRange | undefined {
  const patches = config.kubeadmConfigPatches ?? [];
  const all = [...patches, ...(config.kubeadmConfigPatchesJSON6902 ?? []).map(({ patch }) => patch)];
  if (!all.some((text) => text.includes('service-node-port-range'))) return DEFAULT_RANGE;
  const ranges = patches.flatMap((text) => rangeIn(parseYaml(text)));
  return ranges.at(-1);
}

function rangeIn(patch: unknown): NodePortRange[] {
  const apiServer = isRecord(patch) && isRecord(patch.apiServer) ? patch.apiServer.extraArgs : undefined;
  const args: PlainRecord = Array.isArray(apiServer)
    ? Object.fromEntries(apiServer.filter(isRecord).map(({ name, value }) => [String(name), value]))
    : isRecord(apiServer)
      ? apiServer
      : {};
  const match = /^(\d+)-(\d+)$/.exec(String(args['service-node-port-range'] ?? ''));
  return match === null ? [] : [{ first: Number(match[1]), last: Number(match[2]) }];
}

import { isIP } from 'node:net';
import { clusterName } from '../../kind/names';
import { clusterNodes, mappedPorts } from '../cluster-nodes';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error } from '../finding';
import { type NodePort, nodePorts } from '../node-ports';

/**
 * A port of the host goes to one node. kind compares the mappings of one node ("port mapping with same listen address,
 * port and protocol already configured"), not those of different nodes nor of clusters, and not the API server's port:
 * Docker then fails with "port is already allocated" when other nodes are there.
 */
export const hostPortUnique: Rule = (description) => {
  const taken = new Map<string, HostPort[]>();
  const services = nodePorts(description);
  return description.clusters.flatMap((cluster) => hostPorts(cluster, services).flatMap((port) => take(port, taken)));
};

interface HostPort {
  readonly path: string;
  /** The name of the node whose mapping it is; undefined for an API server. */
  readonly node?: string;
  /** What has it, as messages say. */
  readonly owner: string;
  /** The Service that it is for, as messages say; empty where none has the nodePort. */
  readonly purpose: string;
  readonly port: number;
  readonly protocol: string;
  readonly address: string;
}

function take(port: HostPort, taken: Map<string, HostPort[]>): Finding[] {
  const key = `${port.port}/${port.protocol}`;
  const others = taken.get(key) ?? [];
  taken.set(key, [...others, port]);
  const other = others.find((taking) => clash(taking, port));
  if (other === undefined) return [];
  return [
    error(
      port.path,
      `${port.owner}: host port ${port.port}/${port.protocol} on ${port.address}${port.purpose} is taken by ${other.owner} on ${other.address}${other.purpose}.`,
      'Give one of them another host port.',
    ),
  ];
}

function purposeOf(containerPort: number | undefined, protocol: string, services: readonly NodePort[]): string {
  const found = services.find(({ port }) => port.nodePort === containerPort && port.protocol === protocol);
  return found === undefined ? '' : ` for Service ${found.service.name}`;
}

function hostPorts(cluster: DescribedCluster, services: readonly NodePort[]): HostPort[] {
  const { config, path } = cluster;
  const { apiServerPort = 0, apiServerAddress, ipFamily } = config.networking ?? {};
  const everywhere = ipFamily === 'ipv6' ? '::' : '0.0.0.0';
  const apiServer = {
    path,
    owner: `the API server of ${clusterName(config)}`,
    purpose: '',
    port: apiServerPort,
    protocol: 'TCP',
    address: apiServerAddress ?? (ipFamily === 'ipv6' ? '::1' : '127.0.0.1'),
  };
  const mapped = mappedPorts(clusterNodes(cluster)).map(({ node, mapping, protocol }) => ({
    path,
    node: node.name,
    owner: node.name,
    purpose: purposeOf(mapping.containerPort, protocol, services),
    port: mapping.hostPort ?? 0,
    protocol: protocol === '' ? 'TCP' : protocol,
    address: mapping.listenAddress === undefined || mapping.listenAddress === '' ? everywhere : mapping.listenAddress,
  }));
  // 0 and -1 are picked when the cluster is created.
  return [apiServer, ...mapped].filter(({ port }) => port > 0);
}

// On one node kind takes 0.0.0.0 and :: for the same address and refuses both with any other (validatePortMappings in
// pkg/internal/apis/config/validate.go, v0.27). On different nodes Docker binds them, each for its own family.
function clash(a: HostPort, b: HostPort): boolean {
  if (a.address === b.address) return true;
  return (
    (a.node === b.node || isIP(a.address) === isIP(b.address)) && [a.address, b.address].some((of) => WILDCARDS.includes(of))
  );
}

const WILDCARDS = ['0.0.0.0', '::'];

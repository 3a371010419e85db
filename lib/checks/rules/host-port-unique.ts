import { clusterName } from '../../kind/names';
import { clusterNodes, mappedPorts } from '../cluster-nodes';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error } from '../finding';

/**
 * A port of the host goes to one node. kind compares the mappings of one node ("port mapping with same listen address,
 * port and protocol already configured"), not those of different nodes nor of clusters, and not the API server's port:
 * Docker then fails with "port is already allocated" when other nodes are there.
 */
export const hostPortUnique: Rule = ({ clusters }) => {
  const taken = new Map<string, HostPort[]>();
  return clusters.flatMap((cluster) => hostPorts(cluster).flatMap((port) => take(port, taken)));
};

interface HostPort {
  readonly path: string;
  /** What has it, as messages say. */
  readonly owner: string;
  readonly port: number;
  readonly protocol: string;
  readonly address: string;
}

function take(port: HostPort, taken: Map<string, HostPort[]>): Finding[] {
  const key = `${port.port}/${port.protocol}`;
  const others = taken.get(key) ?? [];
  taken.set(key, [...others, port]);
  const other = others.find(
    ({ address }) => address === port.address || WILDCARDS.includes(address) || WILDCARDS.includes(port.address),
  );
  if (other === undefined) return [];
  return [
    error(
      port.path,
      `${port.owner}: host port ${port.port}/${port.protocol} on ${port.address} is taken by ${other.owner} on ${other.address}.`,
      'Give one of them another host port.',
    ),
  ];
}

function hostPorts(cluster: DescribedCluster): HostPort[] {
  const { config, path } = cluster;
  const { apiServerPort = 0, apiServerAddress, ipFamily } = config.networking ?? {};
  const everywhere = ipFamily === 'ipv6' ? '::' : '0.0.0.0';
  const apiServer = {
    path,
    owner: `the API server of ${clusterName(config)}`,
    port: apiServerPort,
    protocol: 'TCP',
    address: apiServerAddress ?? (ipFamily === 'ipv6' ? '::1' : '127.0.0.1'),
  };
  const mapped = mappedPorts(clusterNodes(cluster)).map(({ node, mapping, protocol }) => ({
    path,
    owner: node.name,
    port: mapping.hostPort ?? 0,
    protocol: protocol === '' ? 'TCP' : protocol,
    address: mapping.listenAddress === undefined || mapping.listenAddress === '' ? everywhere : mapping.listenAddress,
  }));
  // 0 and -1 are picked when the cluster is created.
  return [apiServer, ...mapped].filter(({ port }) => port > 0);
}

const WILDCARDS = ['0.0.0.0', '::'];

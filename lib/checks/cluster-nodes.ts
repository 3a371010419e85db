import type { KindNode, KindPortMapping } from '../kind/config';
import { namedNodes } from '../kind/names';
import type { NodeSize } from '../kind/node-size';
import type { DescribedCluster, Description } from './description';

/** A node of one of the clusters. */
export interface ClusterNode {
  readonly cluster: DescribedCluster;
  /** The path of its cluster. */
  readonly path: string;
  readonly name: string;
  readonly role: string;
  readonly node: KindNode;
  readonly size?: NodeSize;
  /** Whether kubeadm starts the cluster on it: the first control plane. */
  readonly first: boolean;
}

export function clusterNodes(cluster: DescribedCluster): ClusterNode[] {
  const nodes = namedNodes(cluster.config);
  const first = nodes.findIndex(({ role }) => role === 'control-plane');
  return nodes.map((named, index) => {
    const size = cluster.sizes[index];
    return { ...named, cluster, path: cluster.path, ...(size !== undefined && { size }), first: index === first };
  });
}

export function allNodes({ clusters }: Description): ClusterNode[] {
  return clusters.flatMap(clusterNodes);
}

/** A port mapping and the node that it is on. */
export interface MappedPort {
  readonly node: ClusterNode;
  readonly mapping: KindPortMapping;
  readonly protocol: string;
}

export function mappedPorts(nodes: readonly ClusterNode[]): MappedPort[] {
  return nodes.flatMap((node) =>
    (node.node.extraPortMappings ?? []).map((mapping) => ({ node, mapping, protocol: mapping.protocol ?? 'TCP' })),
  );
}

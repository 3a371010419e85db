import type { KindConfig, KindNode, KindRole } from './config';

/** A node as kind names it. */
export interface NamedNode {
  /** The container's and the Kubernetes node's name, for example `kind-worker2`. */
  readonly name: string;
  readonly role: KindRole;
  readonly node: KindNode;
}

/** The name that kind gives a cluster whose configuration has none. */
export const DEFAULT_CLUSTER_NAME = 'kind';

export function clusterName(config: KindConfig): string {
  return config.name ?? DEFAULT_CLUSTER_NAME;
}

/** The context that kind writes to the kubeconfig. */
export function contextName(cluster: string): string {
  return `kind-${cluster}`;
}

/**
 * The nodes in the order of the configuration, named as kind does: `<cluster>-<role>`, from the second of a role on
 * with its number.
 * @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/common/namer.go
 */
export function namedNodes(config: KindConfig): NamedNode[] {
  const nodes = config.nodes?.length ? config.nodes : [{ role: 'control-plane' } as const];
  const count: Record<KindRole, number> = { 'control-plane': 0, worker: 0 };
  return nodes.map((node) => {
    const role = node.role ?? 'control-plane';
    count[role] += 1;
    const suffix = count[role] === 1 ? '' : String(count[role]);
    return { name: `${clusterName(config)}-${role}${suffix}`, role, node };
  });
}

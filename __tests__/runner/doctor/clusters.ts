import type { KindConfig } from '../../../lib/kind/config';
import { namedNodes } from '../../../lib/kind/names';
import type { NodeSize } from '../../../lib/kind/node-size';
import type { DeclaredCluster } from '../../../lib/runner/declared';

/** A declared cluster of a configuration; `sizes` are those of its nodes, in order. */
export function declaredCluster(
  config: Partial<KindConfig> = {},
  sizes: readonly (NodeSize | undefined)[] = [],
): DeclaredCluster {
  const whole: KindConfig = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', name: 'kind', ...config };
  const nodes = namedNodes(whole).map((node, index) => {
    const size = sizes[index];
    return { ...node, ...(size !== undefined && { size }) };
  });
  return { file: 'dist/kind/cluster.yaml', name: 'kind', config: whole, nodes };
}

import type { KindNode } from '../../kind/config';
import type { Declared, DeclaredCluster } from '../declared';
import { readDist } from '../dist';
import type { Programs } from '../process';
import { withTemporaryFolder } from '../temporary';
import { synthesize } from './synthesize';

/**
 * What dist/ will declare once main.ts is synthesized. It is written elsewhere for that: running nodes mount files of dist/, and who only
 * looks must not change them.
 */
export async function readDescribed(programs: Programs, dist: string): Promise<Declared> {
  return withTemporaryFolder(async (folder) => {
    await synthesize(programs, folder);
    const { cluster, ...declared } = await readDist(folder);
    return { ...declared, dir: dist, ...(cluster !== undefined && { cluster: moved(cluster, folder, dist) }) };
  });
}

/** The kind configuration names its folder in the mounts of sized nodes. */
function moved(cluster: DeclaredCluster, from: string, to: string): DeclaredCluster {
  const move = (path: string | undefined) => (path?.startsWith(`${from}/`) ? `${to}${path.slice(from.length)}` : path);
  const moveMounts = (node: KindNode): KindNode => ({
    ...node,
    ...(node.extraMounts !== undefined && {
      extraMounts: node.extraMounts.map((mount) => {
        const hostPath = move(mount.hostPath);
        return { ...mount, ...(hostPath !== undefined && { hostPath }) };
      }),
    }),
  });
  return {
    ...cluster,
    file: move(cluster.file) ?? cluster.file,
    nodes: cluster.nodes.map((named) => ({ ...named, node: moveMounts(named.node) })),
  };
}

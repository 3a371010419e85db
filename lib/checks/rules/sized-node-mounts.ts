import { posix } from 'node:path';
import { CPU_PATH, MEMINFO_PATH } from '../../kind/node-size';
import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/**
 * A sized node has files of its own on /proc/meminfo and /sys/devices/system/cpu; a mount of the user's on, above or
 * below them would hide them or be hidden.
 */
export const sizedNodeMounts: Rule = (description) =>
  allNodes(description).flatMap(({ node, name, path, size }) => {
    if (size === undefined) return [];
    const mounts = (node.extraMounts ?? []).flatMap(({ containerPath = '' }) =>
      isSizeMount(containerPath) ? [place(containerPath)] : [],
    );
    // The first on each of the two paths is what gives the node its size.
    const others = mounts.filter((mount, index) => ![CPU_PATH, MEMINFO_PATH].includes(mount) || mounts.indexOf(mount) !== index);
    return others.map((mount) =>
      error(
        path,
        `${name}: a mount on ${mount} hides the files on ${MEMINFO_PATH} and ${CPU_PATH} that give the node its size.`,
        'Leave out the mount, or `cpus` and `memory` of the node.',
      ),
    );
  });

/** Whether something is mounted on, above or below the files of a sized node. */
export function isSizeMount(containerPath: string): boolean {
  const mount = place(containerPath);
  return [CPU_PATH, MEMINFO_PATH].some((path) => mount === path || path.startsWith(`${mount}/`) || mount.startsWith(`${path}/`));
}

function place(containerPath: string): string {
  return posix.normalize(containerPath).replace(/\/$/, '');
}

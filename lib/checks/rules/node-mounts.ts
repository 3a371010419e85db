import { posix } from 'node:path';
import type { KindMount } from '../../kind/config';
import { allNodes, type ClusterNode } from '../cluster-nodes';
import type { Finding, Rule } from '../description';
import { error } from '../finding';
import { isSizeMount } from './sized-node-mounts';

/** What runc lets a container mount over in /proc (checkProcMount in libcontainer/rootfs_linux.go). */
const PROC_FILES = [
  'cpuinfo',
  'diskstats',
  'meminfo',
  'stat',
  'swaps',
  'uptime',
  'loadavg',
  'slabinfo',
  'net/dev',
  'sys/kernel/ns_last_pid',
  'sys/crypto/fips_enabled',
];

/**
 * An extraMount says what it mounts and where, in the node once. kind checks nothing of it: Docker fails halfway, and an
 * unknown propagation counts as None.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#extra-mounts
 */
export const nodeMounts: Rule = (description) =>
  allNodes(description).flatMap((node) => {
    const mounts = node.node.extraMounts ?? [];
    return [...mounts.flatMap((mount) => check(node, mount)), ...twice(node, mounts)];
  });

function check({ name, path }: ClusterNode, { hostPath = '', containerPath = '', propagation = 'None' }: KindMount): Finding[] {
  const found = [];
  if (hostPath === '') {
    found.push(
      error(path, `${name}: the mount on "${containerPath}" has no hostPath.`, 'Say which folder of the host it mounts.'),
    );
  }
  if (!containerPath.startsWith('/') || posix.normalize(containerPath) === '/') {
    found.push(
      error(
        path,
        `${name}: containerPath "${containerPath}" is no absolute path in the node.`,
        'Write a path that begins with "/".',
      ),
    );
  }
  // A drive of Windows is no end of a path: Docker knows it.
  if ([hostPath.replace(/^[A-Za-z]:(?=[\\/])/, ''), containerPath].some((of) => of.includes(':'))) {
    found.push(
      error(
        path,
        `${name}: the mount of "${hostPath}" on "${containerPath}" has a ":" in it, where Docker ends a path.`,
        'Use paths without ":".',
      ),
    );
  }
  const inProc = /^\/proc(\/|$)(.*)/.exec(posix.normalize(containerPath));
  if (inProc !== null && !PROC_FILES.includes((inProc[2] ?? '').replace(/\/$/, ''))) {
    found.push(
      error(
        path,
        `${name}: runc refuses a mount on ${containerPath}, so the node would not start.`,
        'Mount it outside of /proc.',
      ),
    );
  }
  if (!['None', 'HostToContainer', 'Bidirectional'].includes(propagation)) {
    found.push(
      error(
        path,
        `${name}: propagation "${propagation}" of the mount on ${containerPath} is not known, and kind would take it for None.`,
        'Write None, HostToContainer or Bidirectional.',
      ),
    );
  }
  return found;
}

function twice({ name, path, size }: ClusterNode, mounts: readonly KindMount[]): Finding[] {
  const seen = new Set<string>();
  return mounts.flatMap(({ containerPath = '' }) => {
    const place = posix.normalize(`${containerPath}/`);
    if (!seen.has(place)) {
      seen.add(place);
      return [];
    }
    // That on a sized node's own files has a rule of its own, which says more.
    if (size !== undefined && isSizeMount(containerPath)) return [];
    return [error(path, `${name}: two mounts have the containerPath ${containerPath}.`, 'Leave one of them.')];
  });
}

import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/**
 * The smallest nodes that start. The static pods of a control plane request 650m, kindnet 100m and 50Mi on every node,
 * and the kubelet does not start what its node has no room for; the memory is what the API server and etcd need before
 * the kernel stops them.
 */
export const SMALLEST = {
  'control-plane': { cpuMillis: 750, memoryBytes: 700 * 2 ** 20 },
  worker: { cpuMillis: 100, memoryBytes: 100 * 2 ** 20 },
} as const;

/** A sized node is big enough to start. */
export const nodeSize: Rule = (description) =>
  allNodes(description).flatMap(({ size, role, name, path }) => {
    if (size === undefined || (role !== 'control-plane' && role !== 'worker')) return [];
    const { cpuMillis, memoryBytes } = SMALLEST[role];
    if (size.cpuMillis >= cpuMillis && size.memoryBytes >= memoryBytes) return [];
    return [
      error(
        path,
        `${name}: a ${role} of ${formatCpu(size.cpuMillis)} CPU and ${formatMemory(size.memoryBytes)} is too small to start.`,
        `Give it ${formatCpu(cpuMillis)} CPU and ${formatMemory(memoryBytes)} or more, or no size.`,
      ),
    ];
  });

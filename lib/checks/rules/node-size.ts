import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/**
 * The smallest nodes that start.
 *
 * CPU is what their own pods request, because the kubelet and the scheduler leave out what has no room: the static pods of
 * a control plane 650m and kindnet 100m (and 50Mi) on every node. With 640m the scheduler of Kubernetes was left out, and the
 * node never became Ready.
 *
 * Memory was measured with Kubernetes v1.32.2: the pods of an empty control plane took 330Mi at their peak, and those of a
 * worker 42Mi. One of 400Mi started with nothing near its limit, one of 330Mi had nothing left; a worker started with 48Mi,
 * and with 32Mi its pod network was stopped for want of memory. kindnet's request and kube-proxy's use make it 64Mi.
 */
export const SMALLEST = {
  'control-plane': { cpuMillis: 750, memoryBytes: 400 * 2 ** 20 },
  worker: { cpuMillis: 100, memoryBytes: 64 * 2 ** 20 },
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

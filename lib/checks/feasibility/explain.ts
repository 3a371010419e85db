import { nodeAffinityAllows } from '../../kubernetes/node-affinity';
import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import { untolerated } from '../../kubernetes/tolerations';
import type { SchedulerNode } from './node';
import type { SchedulerPod } from './pod';

/** `500m CPU and 1Gi of memory`, what a pod requests. */
export function describeRequests({ cpuMillis, memoryBytes, extended }: SchedulerPod): string {
  const parts = [
    ...(cpuMillis > 0 ? [`${formatCpu(cpuMillis)} CPU`] : []),
    ...(memoryBytes > 0 ? [`${formatMemory(memoryBytes)} of memory`] : []),
    ...extended,
  ];
  return parts.length === 0 ? 'nothing' : new Intl.ListFormat('en').format(parts);
}

/** Why a node takes no pod of a kind, in the scheduler's order. */
export function whyNot(pod: SchedulerPod, node: SchedulerNode): string {
  return `${node.name} ${reason(pod, node)}`;
}

function reason(pod: SchedulerPod, node: SchedulerNode): string {
  const { workload, cpuMillis, memoryBytes, spread } = pod;
  const [taint] = workload.pod.nodeName === undefined ? untolerated(node.taints, workload.pod.tolerations) : [];
  if (taint !== undefined) return `has the taint ${taint.key}:${taint.effect}`;
  if (nodeAffinityAllows(workload.pod, node) === 'no') {
    return workload.pod.nodeName === undefined ? 'has not the labels that they need' : `is not the node ${workload.pod.nodeName}`;
  }
  const key = spread.find(({ topologyKey }) => !Object.hasOwn(node.labels, topologyKey))?.topologyKey;
  if (key !== undefined) return `has not the label ${key}`;
  const { free } = node;
  if (free !== undefined && free.cpuMillis < cpuMillis) return `has ${formatCpu(free.cpuMillis)} CPU for pods`;
  if (free !== undefined && free.memoryBytes < memoryBytes) return `has ${formatMemory(free.memoryBytes)} for pods`;
  return 'takes none';
}

/** `kind-worker and kind-worker2`; of many the first ones. */
export function nameNodes(nodes: readonly { readonly name: string }[]): string {
  const names = nodes.slice(0, 6).map(({ name }) => name);
  if (nodes.length > names.length) names.push(`${nodes.length - names.length} more`);
  return new Intl.ListFormat('en').format(names);
}

/** `3 pods`, `1 pod`. */
export function pods(count: number): string {
  return counted(count, 'pod');
}

/** `3 replicas`, `1 replica`. */
export function replicas(count: number): string {
  return counted(count, 'replica');
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

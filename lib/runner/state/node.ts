import { parseCpuMillis, parseMemoryBytes } from '../../kubernetes/quantity';
import type { Amounts, NodeState } from './cluster-state';
import type { RawNode } from './raw';

const CONTROL_PLANE_LABEL = 'node-role.kubernetes.io/control-plane';

export function reduceNode({ metadata, spec, status }: RawNode): NodeState {
  const labels = metadata.labels ?? {};
  const readyCondition = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    name: metadata.name,
    role: Object.hasOwn(labels, CONTROL_PLANE_LABEL) ? 'control-plane' : 'worker',
    labels,
    taints: spec?.taints ?? [],
    unschedulable: spec?.unschedulable ?? false,
    ready: readyCondition?.status === 'True',
    ...(readyCondition !== undefined && { readyCondition }),
    version: status?.nodeInfo?.kubeletVersion ?? 'unknown',
    capacity: amounts(status?.capacity),
    allocatable: amounts(status?.allocatable),
    addresses: status?.addresses ?? [],
  };
}

function amounts(resources: Readonly<Record<string, string>> = {}): Amounts {
  return {
    cpuMillis: parseCpuMillis(resources.cpu ?? '0') ?? 0,
    memoryBytes: parseMemoryBytes(resources.memory ?? '0') ?? 0,
  };
}

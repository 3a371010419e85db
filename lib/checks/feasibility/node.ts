import type { KindConfig } from '../../kind/config';
import { namedNodes } from '../../kind/names';
import type { NodeSize } from '../../kind/node-size';
import { type Certainty, every, nodeAffinityAllows } from '../../kubernetes/node-affinity';
import type { PodSpec, Taint } from '../../kubernetes/object';
import { untolerated } from '../../kubernetes/tolerations';
import type { DescribedCluster } from '../description';

/** A node of the description as the scheduler will see it. */
export interface SchedulerNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mayHave: (key: string) => boolean;
  readonly taints: readonly Taint[];
  /** Whether a kubeadm patch sets taints, so that `taints` need not be true. */
  readonly taintsPatched: boolean;
  /** What it declares; undefined where it has as much as the machine. */
  readonly size?: NodeSize;
  /** What is certain to be left of it for pods. */
  readonly free?: NodeSize;
  /** How many pods it takes; undefined where a kubeadm patch says. */
  readonly maxPods?: number;
}

/** The kubelet's default. */
export const MAX_PODS = 110;

/**
 * What kubeadm's static pods request on each control plane: kube-apiserver 250m, kube-controller-manager 200m,
 * kube-scheduler 100m, etcd 100m and 100Mi.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.32.2/cmd/kubeadm/app/phases/controlplane/manifests.go
 */
export const STATIC_PODS: NodeSize = { cpuMillis: 650, memoryBytes: 100 * 2 ** 20 };

const CONTROL_PLANE_LABEL = 'node-role.kubernetes.io/control-plane';
const CONTROL_PLANE_TAINT: Taint = { key: CONTROL_PLANE_LABEL, effect: 'NoSchedule' };

/** The nodes of a cluster, in the order of its configuration. */
export function schedulerNodes({ config, sizes }: DescribedCluster): SchedulerNode[] {
  const nodes = namedNodes(config);
  return nodes.map(({ name, role, node }, index) => {
    const patches = patchText(config, index);
    const controlPlane = role === 'control-plane';
    const size = sizes[index];
    // kind takes the taint away from a cluster of one node. Whether it does from several control planes without a
    // worker differs between its versions.
    const tainted = controlPlane && nodes.length > 1;
    const uncertainTaint = controlPlane && nodes.length > 1 && nodes.every((other) => other.role === 'control-plane');
    const labels = {
      ...node.labels,
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'beta.kubernetes.io/os': 'linux',
      ...(controlPlane && { [CONTROL_PLANE_LABEL]: '' }),
    };
    const patchedLabels = /node-?labels/i.test(patches);
    return {
      name,
      labels,
      mayHave: (key) => !Object.hasOwn(labels, key) && (patchedLabels || key.includes('/')),
      taints: tainted ? [CONTROL_PLANE_TAINT] : [],
      taintsPatched: uncertainTaint || /taints/i.test(patches),
      ...(size !== undefined && { size, free: controlPlane && !/patches/.test(patches) ? without(size, STATIC_PODS) : size }),
      ...(!/max-?pods/i.test(patches) && { maxPods: MAX_PODS }),
    };
  });
}

/** Whether the scheduler lets a pod onto a node, its room aside. */
export function mayRunOn(pod: PodSpec, node: SchedulerNode): Certainty {
  return every([nodeAffinityAllows(pod, node), tolerated(pod, node)]);
}

function tolerated(pod: PodSpec, node: SchedulerNode): Certainty {
  // A pod with a nodeName passes the scheduler by, and with it taints of effect NoSchedule.
  if (pod.nodeName !== undefined) return 'yes';
  if (node.taintsPatched) return 'maybe';
  return untolerated(node.taints, pod.tolerations).length === 0 ? 'yes' : 'no';
}

export function without(size: NodeSize, used: NodeSize): NodeSize {
  return {
    cpuMillis: Math.max(0, size.cpuMillis - used.cpuMillis),
    memoryBytes: Math.max(0, size.memoryBytes - used.memoryBytes),
  };
}

/** Everything that is patched into a node's kubeadm configuration, as text. */
function patchText(config: KindConfig, index: number): string {
  const of = ({
    kubeadmConfigPatches = [],
    kubeadmConfigPatchesJSON6902 = [],
  }: Pick<KindConfig, 'kubeadmConfigPatches' | 'kubeadmConfigPatchesJSON6902'>) => [
    ...kubeadmConfigPatches,
    ...kubeadmConfigPatchesJSON6902.map(({ patch }) => patch),
  ];
  return [...of(config), ...of(config.nodes?.[index] ?? {})].join('\n');
}

/** Whether the scheduler itself is configured by a patch, so that it may decide otherwise than by default. */
export function schedulerPatched(config: KindConfig): boolean {
  return (config.nodes ?? [{}]).some((_, index) => /scheduler/.test(patchText(config, index)));
}

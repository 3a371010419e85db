import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-30';
import type { KindMount, KindNode, KindPortMapping, KindRole } from '../kind/config';
import type { NodeSize } from '../kind/node-size';
import { type KubeadmJsonPatch, type KubeadmPatch, kubeadmJsonPatch, kubeadmPatchText } from './patches';
import { toNodeSize } from './sized-nodes';

/**
 * A node: a container on the host that runs a kubelet.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#nodes
 */
export interface NodeProps {
  /** @default 'control-plane' */
  readonly role?: KindRole;
  /**
   * How many CPUs the node has, for example `Cpu.units(2)` or `Cpu.millis(500)`: its Allocatable is exactly this, its Capacity
   * the next whole number. Pods on it cannot use more. Goes together with `memory`.
   *
   * @default as many as the host has
   */
  readonly cpus?: Cpu;
  /**
   * How much memory the node has, its Capacity and Allocatable, for example `Size.gibibytes(2)`. Pods on it cannot use more.
   * Goes together with `cpus`.
   *
   * @default as much as the host has
   */
  readonly memory?: Size;
  /**
   * The node image.
   *
   * @default the cluster's
   */
  readonly image?: string;
  /**
   * Labels of the Kubernetes node. Not those under `node-role.kubernetes.io`: a kubelet may not set them (kind#3536).
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Files and folders of the host to mount into the node.
   *
   * @default none
   */
  readonly extraMounts?: readonly Mount[];
  /**
   * Ports of the host that lead to ports of the node. For a Service `cluster.expose` does it.
   *
   * @default none
   */
  readonly extraPortMappings?: readonly PortMapping[];
  /**
   * Merge patches for the kubeadm configuration of this node, or their text in YAML, after those of the cluster. Its kubelet's settings go to
   * `nodeRegistration.kubeletExtraArgs` of a JoinConfiguration, on the first control plane of an InitConfiguration: a
   * KubeletConfiguration holds for the whole cluster (kind#3849).
   *
   * @default none
   */
  readonly kubeadmConfigPatches?: readonly (KubeadmPatch | string)[];
  /**
   * JSON patches for the kubeadm configuration of this node, after the merge patches.
   *
   * @default none
   */
  readonly kubeadmConfigPatchesJSON6902?: readonly KubeadmJsonPatch[];
}

/** @see https://kind.sigs.k8s.io/docs/user/configuration/#extra-mounts */
export interface Mount extends KindMount {
  /**
   * Path on the host; kind resolves a relative one against the folder that it is run in. Docker makes an empty folder of what
   * does not exist.
   */
  readonly hostPath: string;
  /** Absolute path in the node. */
  readonly containerPath: string;
}

/** @see https://kind.sigs.k8s.io/docs/user/configuration/#extra-port-mappings */
export interface PortMapping extends KindPortMapping {
  /** Port of the node, 1 to 65535. */
  readonly containerPort: number;
  /**
   * Port of the host. 0: a free one, chosen by kind; -1: one chosen by Docker at every start.
   *
   * @default 0
   */
  readonly hostPort?: number;
}

/** The node's size in numbers; undefined where it has none. @throws Error where it is none, or only half of one */
export function sizeOf({ cpus, memory }: NodeProps): NodeSize | undefined {
  if (cpus === undefined && memory === undefined) return undefined;
  if (cpus === undefined)
    throw new Error('memory is given without cpus. A sized node needs both, for example cpus: Cpu.units(1).');
  if (memory === undefined) {
    throw new Error('cpus is given without memory. A sized node needs both, for example memory: Size.gibibytes(2).');
  }
  return toNodeSize(cpus, memory);
}

/** What a node gets on top of its props. */
export interface NodeAdditions {
  readonly image?: string;
  readonly mounts: readonly KindMount[];
  readonly portMappings: readonly KindPortMapping[];
  readonly patches: readonly KubeadmPatch[];
}

/** The node as it stands in kind's configuration. */
export function toKindNode(props: NodeProps, additions: NodeAdditions): KindNode {
  const image = props.image ?? additions.image;
  const mounts = [...(props.extraMounts ?? []), ...additions.mounts];
  const portMappings = [...(props.extraPortMappings ?? []), ...additions.portMappings];
  const patches = [...(props.kubeadmConfigPatches ?? []), ...additions.patches];
  const jsonPatches = props.kubeadmConfigPatchesJSON6902 ?? [];
  return {
    role: props.role ?? 'control-plane',
    ...(image !== undefined && { image }),
    ...(props.labels !== undefined && { labels: props.labels }),
    ...(mounts.length > 0 && { extraMounts: mounts }),
    ...(portMappings.length > 0 && { extraPortMappings: portMappings }),
    ...(patches.length > 0 && { kubeadmConfigPatches: patches.map(kubeadmPatchText) }),
    ...(jsonPatches.length > 0 && { kubeadmConfigPatchesJSON6902: jsonPatches.map(kubeadmJsonPatch) }),
  };
}

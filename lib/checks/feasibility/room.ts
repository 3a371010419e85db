import { type SchedulerNode, STATIC_PODS, without } from './node';
import { type HostPort, portsClash, type SchedulerPod } from './pod';

/**
 * What a node without a size is taken to have. It has as much as the machine, and one on which kind runs well has at
 * least this.
 */
export const ASSUMED_SIZE = { cpuMillis: 2000, memoryBytes: 4 * 2 ** 30 };

/**
 * What kindnet requests on each node, and CoreDNS for each of its two pods.
 * @see https://github.com/kubernetes-sigs/kind/blob/v0.27.0/images/kindnetd
 * @see https://github.com/kubernetes/kubernetes/blob/v1.32.2/cmd/kubeadm/app/phases/addons/dns/manifests.go
 */
export const KINDNET = { cpuMillis: 100, memoryBytes: 50 * 2 ** 20 };
const COREDNS = { cpuMillis: 100, memoryBytes: 70 * 2 ** 20 };

/** What is left of a node while pods are placed. */
export interface Room {
  readonly node: SchedulerNode;
  cpuMillis: number;
  memoryBytes: number;
  pods: number;
  readonly hostPorts: HostPort[];
}

export function take(room: Room, { cpuMillis, memoryBytes, hostPorts }: SchedulerPod): void {
  room.cpuMillis -= cpuMillis;
  room.memoryBytes -= memoryBytes;
  room.pods -= 1;
  room.hostPorts.push(...hostPorts);
}

export function emptyRoom(node: SchedulerNode, defaultNetwork: boolean): Room {
  const free = node.free ?? (isControlPlane(node) ? without(ASSUMED_SIZE, STATIC_PODS) : ASSUMED_SIZE);
  const left = defaultNetwork ? without(free, KINDNET) : free;
  return { node, ...left, pods: node.maxPods ?? 250, hostPorts: [] };
}

/**
 * CoreDNS tolerates the control plane's taint, and that is where it goes while no other node is ready; without room there,
 * it goes where the most is.
 */
export function takeCoreDns(rooms: readonly Room[]): void {
  const enough = ({ cpuMillis, memoryBytes }: Room) => cpuMillis >= COREDNS.cpuMillis && memoryBytes >= COREDNS.memoryBytes;
  const room = rooms.find((of) => isControlPlane(of.node) && enough(of)) ?? [...rooms].sort((a, b) => share(b) - share(a))[0];
  if (room !== undefined) Object.assign(room, without(room, COREDNS), { pods: room.pods - 1 });
}

function isControlPlane({ labels }: SchedulerNode): boolean {
  return Object.hasOwn(labels, 'node-role.kubernetes.io/control-plane');
}

/** How much of a node is still free, of CPU and memory alike. */
export function share({ node, cpuMillis, memoryBytes }: Room): number {
  const size = node.size ?? ASSUMED_SIZE;
  return cpuMillis / size.cpuMillis + memoryBytes / size.memoryBytes;
}

/** Whether a node has room for one more pod. */
export function hasRoom(pod: SchedulerPod, room: Room): boolean {
  return (
    pod.extended.length === 0 &&
    room.pods > 0 &&
    (pod.cpuMillis === 0 || pod.cpuMillis <= room.cpuMillis) &&
    (pod.memoryBytes === 0 || pod.memoryBytes <= room.memoryBytes) &&
    !portsClash(pod.hostPorts, room.hostPorts)
  );
}

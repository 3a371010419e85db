import { formatCpu, formatMemory } from '../../lib/kubernetes/quantity';
import { must, type TestCluster } from './harness';

/** How big a node is for Kubernetes and for its pods. */
export interface SizeSeen {
  readonly capacity: Amounts;
  readonly allocatable: Amounts;
  /** Of the cgroup that all pods of the node are in. */
  readonly cgroup: { readonly memoryBytes: string; readonly cpuset: string };
}

interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

const CGROUPS = '/sys/fs/cgroup';
const PODS = 'kubelet.slice/kubelet-kubepods.slice';

/** What a node says of its size, and what its kubelet made of that for the pods. It is printed: this is what is to be shown. */
export async function sizeSeen(cluster: TestCluster, node: string): Promise<SizeSeen> {
  const status = await cluster.kubectl(['get', 'node', node, '-o', 'jsonpath={.status}']);
  const { capacity, allocatable }: Record<'capacity' | 'allocatable', Amounts> = JSON.parse(status);
  const amounts = ({ cpu, memory }: Amounts) => ({ cpu, memory });
  const size = {
    capacity: amounts(capacity),
    allocatable: amounts(allocatable),
    cgroup: {
      memoryBytes: await read(node, `${CGROUPS}/memory/${PODS}/memory.limit_in_bytes`, `${CGROUPS}/${PODS}/memory.max`),
      cpuset: await read(node, `${CGROUPS}/cpuset/${PODS}/cpuset.cpus`, `${CGROUPS}/${PODS}/cpuset.cpus.effective`),
    },
  };
  console.log(`${node}: ${JSON.stringify(size)}`);
  return size;
}

/** Reads a file of cgroup v1, or the one of v2 in its place. */
async function read(node: string, v1: string, v2: string): Promise<string> {
  return (await must('docker', ['exec', node, 'sh', '-c', `cat ${v1} 2>/dev/null || cat ${v2}`])).trim();
}

/** How a node with this size has to look, whose pods run on these CPUs of the host. */
export function sizeOf(millis: number, mebibytes: number, cpuset: string): SizeSeen {
  const memory = formatMemory(mebibytes * 2 ** 20);
  return {
    capacity: { cpu: String(Math.ceil(millis / 1000)), memory },
    allocatable: { cpu: formatCpu(millis), memory },
    cgroup: { memoryBytes: String(mebibytes * 2 ** 20), cpuset },
  };
}

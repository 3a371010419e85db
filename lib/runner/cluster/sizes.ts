import { CPU_PATH, capacityCpus, MEMINFO_PATH, parseCpuList, systemReserved } from '../../kind/node-size';
import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import type { DeclaredNode } from '../declared';
import type { Programs } from '../process';
import type { NodeState } from '../state/cluster-state';
import { docker } from './containers';
import type { Difference } from './differences';

/** What a node's own files tell it of its size. */
export interface SeenFiles {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** Reads in the running node what its kubelet would read. */
export async function seenFiles(programs: Programs, node: string): Promise<SeenFiles | undefined> {
  const { exitCode, stdout } = await programs.run('docker', ['exec', node, 'cat', `${CPU_PATH}/online`, MEMINFO_PATH], {
    allowFailure: true,
    timeoutMs: 60_000,
  });
  const [online = '', ...meminfo] = stdout.split('\n');
  const kib = /^MemTotal:\s+(\d+) kB$/m.exec(meminfo.join('\n'))?.[1];
  const cpus = parseCpuList(online);
  return exitCode !== 0 || kib === undefined || cpus === undefined
    ? undefined
    : { memoryBytes: Number(kib) * 1024, cpus: cpus.length };
}

/**
 * How the size of a running node differs from the declared one, and what mends it.
 *
 * The kubelet reads its size when it starts, so a restart of it is enough where the node sees the new files. A file that was
 * replaced by another (a new inode) reaches the node only when the node is restarted, and so does another number of CPUs: with cgroup
 * v1 the kubelet keeps the cpuset that it found.
 *
 * @param filesFollow the files are still to be written, as `up` does first
 */
export function sizeDifference(
  declared: DeclaredNode,
  state: NodeState | undefined,
  seen: SeenFiles | undefined,
  filesFollow = false,
): Difference | undefined {
  const { size } = declared;
  if (size === undefined || state === undefined) return undefined;
  const cpus = capacityCpus(size);
  const sees = (memoryBytes: number, count: number) => seen?.memoryBytes === memoryBytes && seen.cpus === count;
  // Files that are written in place reach a node whose kubelet reports what it sees now.
  const reached = filesFollow && sees(state.capacity.memoryBytes, state.capacity.cpuMillis / 1000);
  const sameFiles = sees(size.memoryBytes, cpus) || reached;
  const sameCpus = state.capacity.cpuMillis === cpus * 1000;
  if (sameFiles && !sizeDiffers(declared, state)) return undefined;
  return {
    subject: `node ${declared.name}`,
    declared: `${formatCpu(size.cpuMillis)} CPU and ${formatMemory(size.memoryBytes)}`,
    found: `${formatCpu(state.allocatable.cpuMillis)} CPU and ${formatMemory(state.allocatable.memoryBytes)}`,
    remedy: sameFiles && sameCpus ? 'restart kubelet' : 'restart node',
  };
}

/** Whether the kubelet reports another size than the declared one. */
export function sizeDiffers({ size }: DeclaredNode, { capacity, allocatable }: NodeState): boolean {
  return (
    size !== undefined &&
    (capacity.cpuMillis !== capacityCpus(size) * 1000 ||
      capacity.memoryBytes !== size.memoryBytes ||
      allocatable.cpuMillis !== size.cpuMillis ||
      allocatable.memoryBytes !== size.memoryBytes)
  );
}

/** Gives a running node its declared size. Afterwards its kubelet has to come up. */
export async function resize(
  programs: Programs,
  { name, size }: DeclaredNode,
  remedy: 'restart kubelet' | 'restart node',
): Promise<void> {
  if (size === undefined) return;
  // kubeadm wrote the node's own kubelet arguments, the reserved fraction of a CPU among them, into this file when it joined.
  const reserved = systemReserved(size)['system-reserved'];
  const append = reserved === undefined ? [] : ['--expression', `s/"$/ --system-reserved=${reserved}"/`];
  await docker(programs, [
    'exec',
    name,
    'sed',
    '--in-place',
    '--expression',
    's/ *--system-reserved=[^ "]*//',
    ...append,
    '/var/lib/kubelet/kubeadm-flags.env',
  ]);
  if (remedy === 'restart node') await docker(programs, ['restart', name], { timeoutMs: 120_000 });
  else await docker(programs, ['exec', name, 'systemctl', 'restart', 'kubelet'], { timeoutMs: 120_000 });
}

import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-30';
import type { KindMount } from '../kind/config';
import { CPU_PATH, capacityCpus, MEMINFO_PATH, type NodeSize, nodeSizeFiles, systemReserved } from '../kind/node-size';
import { parseCpuMillis } from '../kubernetes/quantity';
import type { KubeadmPatch } from './patches';

/** More than any machine that runs kind has; `Cpu.units(500)` for `Cpu.millis(500)` is below it. */
const MOST_CPUS = 1024;

/**
 * The size in numbers.
 *
 * @throws Error where it is none: a plain number, NaN, infinite, or more than 1024 CPUs
 */
export function toNodeSize(cpus: Cpu, memory: Size): NodeSize {
  // The compiler refuses these too, but synth runs main.ts without it.
  if (typeof cpus?.amount !== 'string') {
    throw new Error(`cpus is ${JSON.stringify(cpus)}, which is no Cpu. Give for example Cpu.units(1) or Cpu.millis(500).`);
  }
  if (typeof memory?.toKibibytes !== 'function') {
    throw new Error(`memory is ${JSON.stringify(memory)}, which is no Size. Give for example Size.gibibytes(2).`);
  }
  const cpuMillis = parseCpuMillis(cpus.amount);
  if (cpuMillis === undefined) {
    throw new Error(`cpus is ${cpus.amount}, which is not a number of CPUs. Give for example Cpu.units(1) or Cpu.millis(500).`);
  }
  if (cpuMillis > MOST_CPUS * 1000) {
    throw new Error(`cpus is ${cpus.amount}, more than ${MOST_CPUS} CPUs. Did you mean Cpu.millis(…)?`);
  }
  const kibibytes = Math.floor(memory.toKibibytes({ rounding: SizeRoundingBehavior.NONE }));
  if (!Number.isSafeInteger(kibibytes * 1024)) {
    throw new Error(`memory is ${memory.asString()}, which is not an amount of memory. Give for example Size.gibibytes(2).`);
  }
  return { cpuMillis, memoryBytes: kibibytes * 1024 };
}

/**
 * The host's CPUs that each node shows: disjoint ones in order, because the kubelet binds the pods to them and two nodes
 * on CPU 0 would share it while others idle.
 *
 * @param sizes of all nodes, undefined where a node has none
 * @param hostCpus how many the host has; after the last one it goes on with the first
 */
export function assignCpus(sizes: readonly (NodeSize | undefined)[], hostCpus = Number.POSITIVE_INFINITY): number[][] {
  let next = 0;
  return sizes.map((size) => {
    const count = size === undefined ? 0 : Math.max(0, capacityCpus(size));
    const cpus = Array.from({ length: count }, (_, index) => (next + index) % hostCpus);
    next += count;
    return cpus.sort((a, b) => a - b);
  });
}

/** The mounts that make a node as big as it says. @param folder of the node's files, relative to the project's root */
export function sizeMountsFrom(folder: string): KindMount[] {
  return [
    { hostPath: `${folder}/meminfo`, containerPath: MEMINFO_PATH, readOnly: true },
    { hostPath: `${folder}/cpu`, containerPath: CPU_PATH, readOnly: true },
  ];
}

/**
 * The patch that takes from Allocatable what Capacity has too much, where the size is not a whole number of CPUs.
 *
 * It has to be an argument of the node's own kubelet: kubeadm takes a KubeletConfiguration from the first node and gives it
 * to all (kind#3849). That node starts with InitConfiguration, every other one with JoinConfiguration.
 */
export function reservingPatch(size: NodeSize, isFirstControlPlane: boolean): KubeadmPatch | undefined {
  const reserved = systemReserved(size);
  if (Object.keys(reserved).length === 0) return undefined;
  return {
    kind: isFirstControlPlane ? 'InitConfiguration' : 'JoinConfiguration',
    nodeRegistration: { kubeletExtraArgs: reserved },
  };
}

/** The files of all sized nodes, by their path below the folder of the nodes. */
export function sizeFiles(nodes: readonly { name: string; size?: NodeSize; cpus: readonly number[] }[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, size, cpus } of nodes) {
    if (size === undefined) continue;
    for (const [path, text] of nodeSizeFiles(size, cpus)) files.set(`${name}/${path}`, text);
  }
  return files;
}

/** What is wrong with the number of the host's CPUs. */
export function hostCpusMistakes(
  hostCpus: number | undefined,
  sizes: readonly (NodeSize | undefined)[],
  names: readonly string[],
): string[] {
  if (hostCpus === undefined) return [];
  if (!Number.isInteger(hostCpus) || hostCpus < 1) {
    return [`hostCpus is ${hostCpus}, which is not a number of CPUs.\n→ Give a whole number from 1 on.`];
  }
  return sizes.flatMap((size, index) =>
    size !== undefined && capacityCpus(size) > hostCpus
      ? [
          `node ${names[index]} has ${capacityCpus(size)} CPUs, but hostCpus says that the host has ${hostCpus}: a node cannot` +
            ` show more than there are.\n→ Give it at most Cpu.units(${hostCpus}).`,
        ]
      : [],
  );
}

import { parseCpuMillis, parseMemoryBytes } from '../kubernetes/quantity';
import type { KindNode } from './config';

/**
 * How big a node says it is. Allocatable is exactly this; Capacity is the next whole number of CPUs and the memory.
 */
export interface NodeSize {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** Where the kubelet reads the memory, and what our file is mounted over. */
export const MEMINFO_PATH = '/proc/meminfo';
/** Where the kubelet reads the CPUs, and what our folder is mounted over. */
export const CPU_PATH = '/sys/devices/system/cpu';

/** Whole CPUs that a node of this size shows as Capacity. */
export function capacityCpus(size: NodeSize): number {
  return Math.ceil(size.cpuMillis / 1000);
}

/**
 * The files that make the kubelet report a size, by their path in the node's folder of dist/kind/nodes/.
 *
 * MemTotal counts kB of 1024 bytes; the kubelet also needs SwapTotal. On a kernel with NUMA nodes it counts the CPUs of
 * `online`, on one without the `cpuN` folders, so both say the same.
 *
 * @param cpus the host's CPUs that the node shows, as many as `capacityCpus`
 */
export function nodeSizeFiles(size: NodeSize, cpus: readonly number[]): Map<string, string> {
  const kib = Math.floor(size.memoryBytes / 1024);
  const files = new Map<string, string>();
  files.set(
    'meminfo',
    [
      `MemTotal:       ${kib} kB`,
      `MemFree:        ${kib} kB`,
      `MemAvailable:   ${kib} kB`,
      'SwapTotal:      0 kB',
      'SwapFree:       0 kB',
      '',
    ].join('\n'),
  );
  const list = `${cpus.join(',')}\n`;
  for (const name of ['online', 'possible', 'present']) files.set(`cpu/${name}`, list);
  cpus.forEach((cpu, index) => {
    files.set(`cpu/cpu${cpu}/topology/core_id`, `${index}\n`);
    files.set(`cpu/cpu${cpu}/topology/physical_package_id`, '0\n');
  });
  return files;
}

/** The patch that takes a fraction of a CPU away from Allocatable; nothing where the CPUs are whole. */
export function systemReserved(size: NodeSize): Record<string, string> {
  const reserved = capacityCpus(size) * 1000 - size.cpuMillis;
  return reserved === 0 ? {} : { 'system-reserved': `cpu=${reserved}m` };
}

/** The files of a sized node, read back: the mounts of its kind configuration say where they are. */
export interface MountedSizeFiles {
  readonly meminfo?: string;
  readonly cpus?: string;
}

/** The host paths of the files that a node of the configuration mounts for its size, if it does. */
export function sizeMounts(node: KindNode): MountedSizeFiles {
  const hostPath = (containerPath: string) => node.extraMounts?.find((m) => m.containerPath === containerPath)?.hostPath;
  const meminfo = hostPath(MEMINFO_PATH);
  const cpus = hostPath(CPU_PATH);
  return { ...(meminfo !== undefined && { meminfo }), ...(cpus !== undefined && { cpus }) };
}

/**
 * The size that the files of a node declare.
 *
 * @param meminfo the text of the file mounted on /proc/meminfo
 * @param online the text of `online` in the folder mounted on /sys/devices/system/cpu
 * @param node its kubeadm patches may reserve a part of it
 * @returns undefined where the texts are not what `nodeSizeFiles` writes
 */
export function parseNodeSize(meminfo: string, online: string, node: KindNode): NodeSize | undefined {
  const kib = /^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  const cpus = parseCpuList(online);
  if (kib === undefined || cpus === undefined) return undefined;
  const reserved = reservedBy(node);
  return {
    cpuMillis: cpus.length * 1000 - reserved.cpuMillis,
    memoryBytes: Number(kib) * 1024 - reserved.memoryBytes,
  };
}

/** `0,2-4` as the kernel writes lists of CPUs: 0, 2, 3, 4. Undefined where it is none. */
export function parseCpuList(text: string): number[] | undefined {
  const list = text.trim();
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return undefined;
  return list.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map(Number) as [number, number?];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
  });
}

function reservedBy(node: KindNode): NodeSize {
  let cpuMillis = 0;
  let memoryBytes = 0;
  for (const text of node.kubeadmConfigPatches ?? []) {
    // Loaded only where it is needed: synth, which never reads sizes back, would wait for it.
    const { parseDocument } = require('yaml') as typeof import('yaml');
    const patch: unknown = parseDocument(text).toJS();
    const reserved = (patch as { nodeRegistration?: { kubeletExtraArgs?: Record<string, unknown> } } | null)?.nodeRegistration
      ?.kubeletExtraArgs?.['system-reserved'];
    if (typeof reserved !== 'string') continue;
    for (const part of reserved.split(',')) {
      const [resource, quantity = ''] = part.split('=');
      if (resource === 'cpu') cpuMillis = parseCpuMillis(quantity) ?? 0;
      if (resource === 'memory') memoryBytes = parseMemoryBytes(quantity) ?? 0;
    }
  }
  return { cpuMillis, memoryBytes };
}

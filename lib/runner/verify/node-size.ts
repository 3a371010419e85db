import { capacityCpus, type NodeSize, nodeSizeFiles, parseCpuList } from '../../kind/node-size';
import { formatCpu, formatMemory } from '../../kubernetes/quantity';
import type { Declared } from '../declared';
import type { Amounts, ClusterState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { type Judgement, undecided, unreadable } from './judgement';
import type { SizeEvidence } from './size-evidence';

/**
 * Capacity and Allocatable of a sized node are what was declared.
 *
 * @param evidence what the nodes with a wrong size see, by their name, where it could be read
 */
export function nodeSize(
  declared: Declared,
  state: ClusterState,
  evidence: ReadonlyMap<string, SizeEvidence> = new Map(),
): Judgement[] {
  const lookup = Lookup.of(state);
  const reason = unreadable(state, 'nodes');
  return (declared.cluster?.nodes ?? []).flatMap(({ name, size }): Judgement[] => {
    if (size === undefined) return [];
    const capacity = { cpuMillis: capacityCpus(size) * 1000, memoryBytes: size.memoryBytes };
    const common = { id: 'node-size' as const, subject: `Node ${name}`, expected: describeSize(capacity, size) };
    if (reason !== undefined) return [{ ...common, ...undecided(reason) }];
    const node = lookup.node(name);
    if (node === undefined) return [{ ...common, status: 'skipped', observed: 'the node is not in the cluster' }];
    const observed = describeSize(node.capacity, node.allocatable);
    if (same(node.capacity, capacity) && same(node.allocatable, size)) return [{ ...common, status: 'passed', observed }];
    const { why, hint } = explain(name, size, evidence.get(name));
    return [{ ...common, status: 'failed', observed: why === undefined ? observed : `${observed}; ${why}`, hint }];
  });
}

/** The nodes whose size is wrong, to look for evidence in. */
export function wronglySized(declared: Declared, state: ClusterState): string[] {
  return nodeSize(declared, state).flatMap(({ status, subject }) => (status === 'failed' ? [subject.slice('Node '.length)] : []));
}

function explain(name: string, size: NodeSize, seen: SizeEvidence | undefined): { why?: string; hint: string } {
  const restartNode = `docker restart ${name}`;
  const recreate = 'npm run up -- --recreate';
  if (seen === undefined) return { hint: `Let the kubelet read its size again:\ndocker exec ${name} systemctl restart kubelet` };
  if (seen.meminfo.kind === 'folder') {
    return {
      why: 'the file of its memory was missing when the node was created, and Docker mounted an empty folder in its place',
      hint: `Write the files, and make the cluster again:\nnpm run synth\n${recreate}`,
    };
  }
  const wanted = memTotal(nodeSizeFiles(size, []).get('meminfo'));
  const shown = memTotal(seen.meminfo.text);
  const cpus = seen.online === undefined ? undefined : parseCpuList(seen.online)?.length;
  if (shown === wanted && cpus === capacityCpus(size)) {
    const startedAtMs = seen.kubeletStartedAtMs;
    return {
      why:
        startedAtMs !== undefined && startedAtMs < seen.meminfo.changedAtMs
          ? 'the kubelet started before the file had this size, and reads it only when it starts'
          : 'the node sees the right files, and its kubelet has not read them',
      hint: `Let the kubelet read them:\ndocker exec ${name} systemctl restart kubelet`,
    };
  }
  // Ours has five lines; the kernel's has dozens.
  if (seen.meminfo.text.includes('Buffers:')) {
    return {
      why: "the node sees the host's own memory: the file is not mounted, or its folder is not shared with Docker",
      hint: `Share the project's folder with Docker (Docker Desktop: Settings, Resources, File sharing), then:\n${recreate}`,
    };
  }
  return {
    why:
      cpus === undefined
        ? 'the folder of its CPUs is empty in the node: it was written anew since the node started'
        : `the node sees the files of another size (${shown ?? 'no'} kB, CPUs: ${cpus})`,
    hint: `A file that was replaced reaches the node when it is started again:\n${restartNode}`,
  };
}

function memTotal(meminfo: string | undefined): number | undefined {
  const kib = /^MemTotal:\s+(\d+) kB$/m.exec(meminfo ?? '')?.[1];
  return kib === undefined ? undefined : Number(kib);
}

function same(a: Amounts, b: Amounts): boolean {
  return a.cpuMillis === b.cpuMillis && a.memoryBytes === b.memoryBytes;
}

function describeSize(capacity: Amounts, allocatable: Amounts): string {
  const words = ({ cpuMillis, memoryBytes }: Amounts) => `${formatCpu(cpuMillis)} CPU and ${formatMemory(memoryBytes)}`;
  return same(capacity, allocatable)
    ? `Capacity and Allocatable ${words(capacity)}`
    : `Capacity ${words(capacity)}, Allocatable ${words(allocatable)}`;
}

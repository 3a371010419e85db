import { clusterName } from '../kind/names';
import type { NodeSize } from '../kind/node-size';
import { formatCpu, formatMemory } from '../kubernetes/quantity';
import type { Description } from './description';
import { feasibilityOf, type JudgedCluster } from './feasibility/judge';

/** Where the scheduler is expected to put the pods. */
export interface ExpectedPlacement {
  /** A table for people, a node a line. */
  readonly lines: string[];
  readonly nodes: ExpectedNode[];
}

export interface ExpectedNode {
  readonly name: string;
  /** Undefined where the node has as much as the machine. */
  readonly size?: NodeSize;
  readonly pods: { readonly workload: string; readonly count: number }[];
}

/** The placement that is expected of every cluster's nodes, and the pods that none has room for. */
export function expectedPlacement(description: Description): ExpectedPlacement {
  const { clusters } = feasibilityOf(description);
  const tables = clusters.map((cluster) => ({ cluster, nodes: expectedNodes(cluster) }));
  return {
    lines: tables.flatMap(({ cluster, nodes }) => [
      ...(clusters.length > 1 ? [`${clusterName(cluster.cluster.config)}:`] : []),
      ...table(nodes),
      ...leftOver(cluster),
    ]),
    nodes: tables.flatMap(({ nodes }) => nodes),
  };
}

/** `1 CPU 2Gi`, or where the size comes from. */
export function describeSize(size: NodeSize | undefined): string {
  if (size === undefined) return 'no size';
  return `${formatCpu(size.cpuMillis)} CPU ${formatMemory(size.memoryBytes)}`;
}

function expectedNodes({ nodes, placed }: JudgedCluster): ExpectedNode[] {
  const pods: ExpectedNode['pods'][] = nodes.map(() => []);
  for (const { demand, counts } of placed.values()) {
    counts.forEach((count, index) => {
      if (count > 0) pods[index]?.push({ workload: demand.pod.workload.name, count });
    });
  }
  return nodes.map(({ name, size }, index) => ({ name, ...(size !== undefined && { size }), pods: pods[index] ?? [] }));
}

function table(nodes: readonly ExpectedNode[]): string[] {
  const rows = nodes.map(({ name, size, pods }) => [
    name,
    describeSize(size),
    pods.length === 0 ? '-' : pods.map(({ workload, count }) => `${count} × ${workload}`).join(', '),
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return rows.map(([name = '', size = '', pods = '']) => `${name.padEnd(first)}   ${size.padEnd(second)}   ${pods}`);
}

function leftOver({ placed }: JudgedCluster): string[] {
  const missing = [...placed.values()].filter((of) => of.missing > 0);
  if (missing.length === 0) return [];
  return [`no room for: ${missing.map((of) => `${of.missing} × ${of.demand.pod.workload.name}`).join(', ')}`];
}

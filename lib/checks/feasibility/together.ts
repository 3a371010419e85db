import type { Certainty } from '../../kubernetes/node-affinity';
import type { SchedulerNode } from './node';
import { EVERY_ADDRESS, type SchedulerPod } from './pod';

/** What a workload wants of a cluster, and where it may be. */
export interface Demand {
  readonly pod: SchedulerPod;
  /** How many of its pods run at the same time; of a DaemonSet one on each node that it is certain to run on. */
  readonly count: number;
  /** By the index of the node. */
  readonly eligible: readonly Certainty[];
  readonly perNode: boolean;
}

/** Why pods of several workloads cannot all run at the same time. */
export interface Crowded {
  readonly resource: 'cpu' | 'memory' | 'big-pods' | 'pods' | 'host-port';
  readonly nodes: readonly SchedulerNode[];
  readonly demands: readonly Demand[];
  /** What they want together, in thousandths of a CPU, bytes or pods. */
  readonly wanted: number;
  readonly available: number;
}

/**
 * A proof that the pods of several workloads cannot all run at the same time: those that can be on no other nodes than
 * these want more than these have, or are so big that the nodes hold fewer of them. Undefined where there is none.
 */
export function provedCrowded(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Crowded | undefined {
  for (const group of nodeGroups(demands, nodes)) {
    const confined = demands.flatMap((demand) => confinedTo(group, demand));
    const inside = nodes.filter((_, index) => group.has(index));
    const crowded =
      tooMuch(confined, inside) ?? tooBig(confined, inside) ?? tooManyPods(confined, inside) ?? samePort(confined, inside);
    if (crowded !== undefined) return crowded;
  }
  return undefined;
}

// The sets of nodes that some workload is confined to, and the whole cluster.
function nodeGroups(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Set<number>[] {
  const groups = new Map<string, Set<number>>();
  const add = (indices: number[]) => {
    if (indices.length > 0) groups.set(indices.join(','), new Set(indices));
  };
  for (const { eligible, perNode } of demands) {
    if (!perNode) add(eligible.flatMap((certainty, index) => (certainty === 'no' ? [] : [index])));
  }
  add(nodes.map((_, index) => index));
  return [...groups.values()];
}

/** What of a demand can be on no other nodes than those of a group. */
function confinedTo(group: ReadonlySet<number>, demand: Demand): Demand[] {
  const { eligible, perNode } = demand;
  if (perNode) {
    const count = eligible.filter((certainty, index) => certainty === 'yes' && group.has(index)).length;
    return count === 0 ? [] : [{ ...demand, count }];
  }
  return eligible.every((certainty, index) => certainty === 'no' || group.has(index)) ? [demand] : [];
}

function tooMuch(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Crowded | undefined {
  for (const [resource, field] of RESOURCES) {
    const available = total(nodes.map(({ free }) => free?.[field] ?? Number.POSITIVE_INFINITY));
    const wanting = demands.filter(({ pod }) => pod[field] > 0);
    const wanted = total(wanting.map(({ pod, count }) => pod[field] * count));
    if (wanted > available) return { resource, nodes, demands: wanting, wanted, available };
  }
  return undefined;
}

/** Of the pods that request at least so much a node holds only so many, whatever else there is room for. */
function tooBig(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Crowded | undefined {
  for (const [, field] of RESOURCES) {
    const biggestFirst = demands.filter(({ pod }) => pod[field] > 0).sort((a, b) => b.pod[field] - a.pod[field]);
    let wanted = 0;
    for (const [index, { pod, count }] of biggestFirst.entries()) {
      wanted += count;
      if (biggestFirst[index + 1]?.pod[field] === pod[field]) continue;
      const available = total(
        nodes.map(({ free }) => (free === undefined ? Number.POSITIVE_INFINITY : Math.floor(free[field] / pod[field]))),
      );
      if (wanted > available)
        return { resource: 'big-pods', nodes, demands: biggestFirst.slice(0, index + 1), wanted, available };
    }
  }
  return undefined;
}

function tooManyPods(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Crowded | undefined {
  const wanted = total(demands.map(({ count }) => count));
  const available = total(nodes.map(({ maxPods }) => maxPods ?? Number.POSITIVE_INFINITY));
  return wanted > available ? { resource: 'pods', nodes, demands, wanted, available } : undefined;
}

/** A port of every address of a node goes to one pod. */
function samePort(demands: readonly Demand[], nodes: readonly SchedulerNode[]): Crowded | undefined {
  const taking = new Map<string, Set<Demand>>();
  for (const demand of demands) {
    for (const { port, protocol, address } of demand.pod.hostPorts) {
      if (address !== EVERY_ADDRESS) continue;
      const key = `${port}/${protocol}`;
      taking.set(key, (taking.get(key) ?? new Set()).add(demand));
    }
  }
  for (const group of taking.values()) {
    const wanted = total([...group].map(({ count }) => count));
    if (wanted > nodes.length) return { resource: 'host-port', nodes, demands: [...group], wanted, available: nodes.length };
  }
  return undefined;
}

const RESOURCES = [
  ['cpu', 'cpuMillis'],
  ['memory', 'memoryBytes'],
] as const;

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

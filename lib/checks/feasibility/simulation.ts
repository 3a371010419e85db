import { LabelIndex } from '../label-index';
import { AntiAffinities, type Filter, type Group, keepsApart, spreads } from './filters';
import type { SchedulerNode } from './node';
import type { SchedulerPod } from './pod';
import { emptyRoom, hasRoom, type Room, share, take, takeCoreDns } from './room';
import type { Demand } from './together';

/** Where the pods of a workload are expected: how many on each node, by its index. */
export interface Placed {
  readonly demand: Demand;
  readonly counts: readonly number[];
  readonly missing: number;
  /** Whether some are on a node of which it is not known how much it holds: one without a size, or with patched maxPods. */
  readonly onUnknown: boolean;
}

/**
 * Places pods one by one as the scheduler would: on a node that passes its filters, the one with the fewest pods of the
 * same workload, then the one with the most room. DaemonSets come first, as their pods are there before the others grow.
 */
export function simulate(
  demands: readonly Demand[],
  nodes: readonly SchedulerNode[],
  defaultNetwork: boolean,
): Map<SchedulerPod, Placed> {
  const rooms = nodes.map((node) => emptyRoom(node, defaultNetwork));
  for (let i = 0; i < 2; i += 1) takeCoreDns(rooms);
  const placed = new LabelIndex<Group>([]);
  const apart = new AntiAffinities();
  const results = new Map<SchedulerPod, Placed>();
  for (const demand of [...demands].sort((a, b) => Number(b.perNode) - Number(a.perNode))) {
    results.set(demand.pod, place(demand, rooms, placed, apart));
  }
  return results;
}

function place(demand: Demand, rooms: readonly Room[], placed: LabelIndex<Group>, apart: AntiAffinities): Placed {
  const { pod, eligible, perNode } = demand;
  const { namespace, labels } = pod.workload;
  const group: Group = { namespace, labels, pod, counts: rooms.map(() => 0), total: 0 };
  placed.add(group);
  const filters = [
    (index: number) => hasRoom(pod, rooms[index] as Room),
    ...(perNode ? [] : spreads(pod, rooms, placed, group)),
    ...keepsApart(pod, rooms, placed, apart, group),
  ];
  const candidates = rooms.map((_, index) => index).filter((index) => eligible[index] !== 'no');
  let missing = demand.count;
  let onUnknown = false;
  const put = (index: number) => {
    const room = rooms[index] as Room;
    take(room, pod);
    group.counts[index] = (group.counts[index] ?? 0) + 1;
    group.total += 1;
    if (!perNode || eligible[index] === 'yes') missing -= 1;
    const { size, maxPods } = room.node;
    onUnknown ||= maxPods === undefined || (size === undefined && pod.cpuMillis + pod.memoryBytes > 0);
  };
  if (perNode) {
    for (const index of candidates) if (filters.every((allows) => allows(index))) put(index);
  } else {
    // All are alike: where one finds no place, the next does not either.
    for (let index = best(candidates, filters, group, rooms); index !== undefined && missing > 0; ) {
      put(index);
      index = best(candidates, filters, group, rooms);
    }
  }
  apart.add(group);
  return { demand, counts: group.counts, missing, onUnknown };
}

function best(
  candidates: readonly number[],
  filters: readonly Filter[],
  group: Group,
  rooms: readonly Room[],
): number | undefined {
  let found: number | undefined;
  for (const index of candidates) {
    if (!filters.every((allows) => allows(index))) continue;
    if (found === undefined || isBetter(index, found, group, rooms)) found = index;
  }
  return found;
}

function isBetter(index: number, than: number, { counts }: Group, rooms: readonly Room[]): boolean {
  const difference = (counts[index] ?? 0) - (counts[than] ?? 0);
  return difference === 0 ? share(rooms[index] as Room) > share(rooms[than] as Room) : difference < 0;
}

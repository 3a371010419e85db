import { matchesSelector } from '../../kubernetes/label-selector';
import { nodeAffinityAllows } from '../../kubernetes/node-affinity';
import type { TopologySpreadConstraint } from '../../kubernetes/object';
import { untolerated } from '../../kubernetes/tolerations';
import { mayRunOn, type SchedulerNode } from './node';
import { HOSTNAME, type SchedulerPod } from './pod';

/** Why not all pods of a workload can ever run at the same time. */
export interface Impossible {
  readonly because: 'no-node' | 'too-big' | 'replicas' | 'anti-affinity' | 'host-port' | 'spread';
  /** The domains that it is about, of a spread or an anti-affinity. */
  readonly topologyKey?: string;
  /** How many pods there is room for at most. */
  readonly atMost: number;
  /** The nodes that it may run on, their room aside. */
  readonly eligible: readonly SchedulerNode[];
}

/**
 * A proof that a workload's pods cannot all run at the same time, alone on the cluster's nodes; undefined where there
 * is none. Every step counts the most that the scheduler could ever place, so what is proved here is certain; what is
 * not proved may still fail.
 *
 * @param wanted how many of its pods must run at the same time
 * @param onlyItsOwn whether no other pods can match its spread constraints
 */
export function provedImpossible(
  pod: SchedulerPod,
  nodes: readonly SchedulerNode[],
  wanted: number,
  onlyItsOwn: boolean,
): Impossible | undefined {
  const eligible = nodes.filter((node) => mayRunOn(pod.workload.pod, node) !== 'no' && hasKeys(pod, node));
  const impossible = (because: Impossible['because'], atMost: number, topologyKey?: string) => ({
    because,
    atMost,
    eligible,
    ...(topologyKey !== undefined && { topologyKey }),
  });
  if (wanted === 0) return undefined;
  if (eligible.length === 0) return impossible('no-node', 0);

  const room = new Map(eligible.map((node) => [node, roomFor(pod, node)]));
  const total = sum(room.values());
  if (total === 0) return impossible('too-big', 0);
  if (total < wanted) return impossible('replicas', total);

  if (pod.hostPorts.length > 0) {
    // Also the kubelet refuses a pod whose port is taken.
    for (const [node, count] of room) room.set(node, Math.min(count, 1));
    const atMost = sum(room.values());
    if (atMost < wanted) return impossible('host-port', atMost);
  }
  // A pod with a nodeName passes the scheduler by.
  if (pod.workload.pod.nodeName !== undefined) return undefined;
  for (const { topologyKey } of pod.apartFromItsOwn) {
    const atMost = onePerDomain(room, topologyKey);
    if (atMost < wanted) return impossible('anti-affinity', atMost, topologyKey);
    if (topologyKey === HOSTNAME) for (const [node, count] of room) room.set(node, Math.min(count, 1));
  }
  for (const constraint of pod.spread) {
    const atMost = onlyItsOwn ? spreadBound(pod, constraint, nodes, room) : Number.POSITIVE_INFINITY;
    if (atMost < wanted) return impossible('spread', atMost, constraint.topologyKey);
  }
  return undefined;
}

/**
 * The most pods of a kind that a node can hold at the same time, by what it is certain to have. Whether it has an extended
 * resource is not: a device plugin, or a patch of the node's status, may bring it once the cluster runs.
 */
export function roomFor({ cpuMillis, memoryBytes }: SchedulerPod, { free, maxPods }: SchedulerNode): number {
  const limits = [maxPods ?? Number.POSITIVE_INFINITY];
  if (free !== undefined && cpuMillis > 0) limits.push(Math.floor(free.cpuMillis / cpuMillis));
  if (free !== undefined && memoryBytes > 0) limits.push(Math.floor(free.memoryBytes / memoryBytes));
  return Math.min(...limits);
}

// The scheduler refuses a node without the label that a spread constraint counts by.
function hasKeys(pod: SchedulerPod, node: SchedulerNode): boolean {
  return pod.spread.every(({ topologyKey }) => Object.hasOwn(node.labels, topologyKey) || node.mayHave(topologyKey));
}

// A node without the topology label is in no domain, and an anti-affinity does not hold there.
function onePerDomain(room: ReadonlyMap<SchedulerNode, number>, topologyKey: string): number {
  let outside = 0;
  const domains = new Map<string, number>();
  for (const [node, count] of room) {
    const domain = node.labels[topologyKey];
    if (domain === undefined) outside += count;
    else domains.set(domain, Math.min(1, (domains.get(domain) ?? 0) + count));
  }
  return outside + sum(domains.values());
}

/**
 * A domain never gets more pods than maxSkew above the domain that has the fewest, and that one never has more than it
 * has room for. With fewer domains than minDomains the fewest counts as none.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
function spreadBound(
  { workload }: SchedulerPod,
  constraint: TopologySpreadConstraint,
  nodes: readonly SchedulerNode[],
  room: ReadonlyMap<SchedulerNode, number>,
): number {
  const { topologyKey, maxSkew, minDomains = 1, labelSelector } = constraint;
  if (!matchesSelector(labelSelector, workload.labels)) return Number.POSITIVE_INFINITY;
  if (nodes.some((node) => node.mayHave(topologyKey))) return Number.POSITIVE_INFINITY;

  const counted = (certainty: 'yes' | 'maybe') => {
    const domains = new Map<string, number>();
    for (const node of nodes) {
      const domain = node.labels[topologyKey];
      if (domain === undefined || !counts(workload.pod, node, constraint, certainty)) continue;
      domains.set(domain, 0);
    }
    return domains;
  };
  const capacities = new Map<string, number>();
  for (const [node, count] of room) {
    const domain = node.labels[topologyKey] ?? '';
    capacities.set(domain, (capacities.get(domain) ?? 0) + count);
  }
  const sizes = (domains: ReadonlyMap<string, number>) => [...domains.keys()].map((domain) => capacities.get(domain) ?? 0);
  const possible = sizes(counted('maybe')).sort((a, b) => b - a);
  // With nodeTaintsPolicy Honor a node that is not ready yet does not count either, so that any minDomains of them may
  // be those that do.
  const fewest =
    constraint.nodeTaintsPolicy === 'Honor'
      ? (possible[minDomains - 1] ?? 0)
      : possible.length < minDomains
        ? 0
        : Math.min(...sizes(counted('yes')), Number.POSITIVE_INFINITY);
  return sum([...capacities.values()].map((capacity) => Math.min(capacity, fewest + maxSkew)));
}

/** Whether a spread constraint counts a node's domain: for certain, or perhaps. */
function counts(
  pod: SchedulerPod['workload']['pod'],
  node: SchedulerNode,
  { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' }: TopologySpreadConstraint,
  certainty: 'yes' | 'maybe',
): boolean {
  const affinity = nodeAffinityPolicy === 'Honor' ? nodeAffinityAllows(pod, node) : 'yes';
  if (affinity === 'no' || (certainty === 'yes' && affinity === 'maybe')) return false;
  if (nodeTaintsPolicy !== 'Honor') return true;
  if (node.taintsPatched) return certainty === 'maybe';
  return untolerated(node.taints, pod.tolerations).length === 0;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

import { matchesSelector } from '../../kubernetes/label-selector';
import { nodeAffinityAllows } from '../../kubernetes/node-affinity';
import type { LabelSelector, PodAffinityTerm, TopologySpreadConstraint } from '../../kubernetes/object';
import { untolerated } from '../../kubernetes/tolerations';
import type { Workload } from '../application';
import type { LabelIndex } from '../label-index';
import type { SchedulerNode } from './node';
import { antiAffinity, podAffinity, type SchedulerPod } from './pod';
import type { Room } from './room';

/** The pods of a workload while they are placed: how many on each node. */
export interface Group {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: SchedulerPod;
  readonly counts: number[];
  /** The sum of the counts. */
  total: number;
}

/** Whether a pod may go to a node, by its index, as things are now. */
export type Filter = (index: number) => boolean;

/** The spread constraints of DoNotSchedule, while the pods of a workload are placed and no others. */
export function spreads(pod: SchedulerPod, rooms: readonly Room[], placed: LabelIndex<Group>, own: Group): Filter[] {
  const { workload } = pod;
  return pod.spread.map((constraint) => {
    const { topologyKey, maxSkew, minDomains = 1 } = constraint;
    const matching = placed.selected(workload.namespace, narrowed(constraint, workload.labels));
    const self = matchesSelector(constraint.labelSelector, workload.labels) ? 1 : 0;
    const counted = rooms.map(({ node }) => countsFor(pod, node, constraint));
    const domainOf = rooms.map(({ node }) => node.labels[topologyKey]);
    const countDomains = () => {
      const counts = new Map<string, number>();
      domainOf.forEach((domain, index) => {
        if (domain === undefined || !counted[index]) return;
        counts.set(domain, (counts.get(domain) ?? 0) + matching.reduce((sum, group) => sum + (group.counts[index] ?? 0), 0));
      });
      return { counts, fewest: counts.size < minDomains ? 0 : Math.min(...counts.values()), total: own.total };
    };
    let now = countDomains();
    return (index) => {
      const domain = domainOf[index];
      if (domain === undefined) return rooms[index]?.node.mayHave(topologyKey) ?? false;
      if (now.total !== own.total) now = countDomains();
      return (now.counts.get(domain) ?? 0) + self - now.fewest <= maxSkew;
    };
  });
}

function countsFor(
  { workload }: SchedulerPod,
  node: SchedulerNode,
  { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' }: TopologySpreadConstraint,
): boolean {
  if (nodeAffinityPolicy === 'Honor' && nodeAffinityAllows(workload.pod, node) === 'no') return false;
  return nodeTaintsPolicy !== 'Honor' || untolerated(node.taints, workload.pod.tolerations).length === 0;
}

// Labels such as pod-template-hash, which only the running pod has, tell its own pods from others that match.
function narrowed({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, labels: Readonly<Record<string, string>>) {
  if (labelSelector === undefined) return undefined;
  const own = matchLabelKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]] as const]));
  return { ...labelSelector, matchLabels: { ...labelSelector.matchLabels, ...Object.fromEntries(own) } } satisfies LabelSelector;
}

/** Required affinity and anti-affinity, both its own and that of the pods already placed. */
export function keepsApart(
  pod: SchedulerPod,
  rooms: readonly Room[],
  placed: LabelIndex<Group>,
  apart: AntiAffinities,
  own: Group,
): Filter[] {
  const { workload } = pod;
  const domain = (index: number, key: string) => rooms[index]?.node.labels[key];
  const hasAny = (groups: readonly Group[], key: string) => (index: number) => {
    const here = domain(index, key);
    return here !== undefined && groups.some(({ counts }) => counts.some((count, at) => count > 0 && domain(at, key) === here));
  };
  const select = ({ namespaces = [], labelSelector }: PodAffinityTerm) =>
    (namespaces.length > 0 ? namespaces : [workload.namespace]).flatMap((namespace) => placed.selected(namespace, labelSelector));
  const away = antiAffinity(workload).map((term) => {
    const taken = hasAny(select(term), term.topologyKey);
    return (index: number) => !taken(index);
  });
  const near = podAffinity(workload).map((term) => {
    const groups = select(term);
    const there = hasAny(groups, term.topologyKey);
    // The first of a group that wants to be together may be anywhere.
    const first = () => groups.includes(own) && groups.every(({ counts }) => counts.every((count) => count === 0));
    return (index: number) => there(index) || first();
  });
  const shunned = apart.termsAbout(workload).map(({ group, term }) => {
    const taken = hasAny([group], term.topologyKey);
    return (index: number) => !taken(index);
  });
  return [...away, ...near, ...shunned];
}

/** The anti-affinity of pods already placed, found by a label that it is about. */
export class AntiAffinities {
  private readonly byPair = new Map<string, { group: Group; term: PodAffinityTerm }[]>();

  add(group: Group): void {
    for (const term of antiAffinity(group.pod.workload)) {
      const [pair] = Object.entries(term.labelSelector?.matchLabels ?? {});
      const key = pair === undefined ? '' : pair.join('=');
      const found = this.byPair.get(key);
      if (found === undefined) this.byPair.set(key, [{ group, term }]);
      else found.push({ group, term });
    }
  }

  termsAbout({ namespace, labels }: Workload) {
    const keys = ['', ...Object.entries(labels).map((pair) => pair.join('='))];
    return keys
      .flatMap((key) => this.byPair.get(key) ?? [])
      .filter(({ group, term: { namespaces = [], labelSelector } }) => {
        const inside = namespaces.length > 0 ? namespaces.includes(namespace) : group.namespace === namespace;
        return inside && matchesSelector(labelSelector, labels);
      });
  }
}

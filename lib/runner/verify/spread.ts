import { matchesSelector } from '../../kubernetes/label-selector';
import {
  describeObject,
  type KubernetesObject,
  namespaceOf,
  type PodSpec,
  podTemplateOf,
  type TopologySpreadConstraint,
} from '../../kubernetes/object';
import { plural } from '../../topology/amount';
import type { Declared } from '../declared';
import type { ClusterState, PodState, WorkloadState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { countsForSpread } from './eligible-nodes';
import { few, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';
import { WORKLOAD_RESOURCES } from './rollout';

/**
 * The running pods obey the topologySpreadConstraints of the declared workloads, over the nodes that count. ScheduleAnyway is
 * only a wish, and not judged.
 */
export function spread(declared: Declared, state: ClusterState): Judgement[] {
  const domains = new Domains(state);
  return declared.objects.flatMap(({ object }) => {
    const { spec } = podTemplateOf(object) ?? {};
    const constraints = (spec?.topologySpreadConstraints ?? []).filter((one) => one.whenUnsatisfiable === 'DoNotSchedule');
    const resource = WORKLOAD_RESOURCES[object.kind];
    if (spec === undefined || resource === undefined) return [];
    const reason = unreadable(state, 'nodes', 'pods', 'replicasets', resource);
    return constraints.map((constraint) => judge(object, spec, constraint, constraints, domains, state, reason));
  });
}

function judge(
  object: KubernetesObject,
  spec: PodSpec,
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  domains: Domains,
  state: ClusterState,
  reason: string | undefined,
): Judgement {
  const { topologyKey, maxSkew, minDomains = 1 } = constraint;
  const common = {
    id: 'spread' as const,
    subject: describeObject(object) + (all.length === 1 ? '' : ` over ${topologyKey}`),
    expected: `at most ${maxSkew} more on one ${domainNoun(topologyKey)} than on another${
      minDomains > 1 ? `, over at least ${minDomains}` : ''
    }`,
  };
  if (reason !== undefined) return { ...common, ...undecided(reason) };
  const lookup = Lookup.of(state);
  const workload = lookup.workload(object);
  const current = workload === undefined ? [] : lookup.currentPods(workload);
  const pods = countedPods(lookup, object, constraint, current);
  const unplaced = current.filter((pod) => pod.nodeName === undefined && /topology spread/.test(pod.unscheduled?.message ?? ''));
  if (workload === undefined || (pods.length === 0 && unplaced.length === 0)) {
    return { ...common, status: 'skipped', observed: 'none of its pods runs' };
  }

  const keys = all.map((one) => one.topologyKey);
  const eligible = domains.of(constraint, keys, spec);
  if (eligible.size === 0) return { ...common, status: 'failed', observed: `no node counts: none has ${keys.join(' and ')}` };
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const domain = lookup.node(pod.nodeName ?? '')?.labels[topologyKey];
    if (domain !== undefined && eligible.has(domain)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  // With fewer domains than minDomains the scheduler takes the least as 0.
  const least = eligible.size < minDomains || counts.size < eligible.size ? 0 : Math.min(...counts.values());
  const most = Math.max(0, ...counts.values());
  const observed = [
    describeCounts(eligible, counts, lookup),
    ...unplaced.slice(0, 1).map((pod) => notPlaced(pod, unplaced.length)),
  ];
  if (most - least <= maxSkew && unplaced.length === 0) return { ...common, status: 'passed', observed: observed.join('; ') };
  return { ...common, status: 'failed', observed: observed.join('; '), hint: hintFor(eligible, lookup, workload, state) };
}

/** The pods that the scheduler counts: of the same labels, on a node, neither ended nor ending. */
function countedPods(
  lookup: Lookup,
  object: KubernetesObject,
  { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint,
  current: readonly PodState[],
): readonly PodState[] {
  const [newest] = current;
  if (newest === undefined) return [];
  const same: Record<string, string> = { ...labelSelector?.matchLabels };
  for (const key of matchLabelKeys) {
    const value = newest.labels[key];
    if (value !== undefined) same[key] = value;
  }
  const namespace = namespaceOf(object);
  const candidates = Object.keys(same).length === 0 ? lookup.podsIn(namespace) : lookup.podsSelectedBy(namespace, same);
  return candidates.filter(
    (pod) =>
      pod.nodeName !== undefined &&
      !pod.deleting &&
      pod.phase !== 'Succeeded' &&
      pod.phase !== 'Failed' &&
      matchesSelector(labelSelector, pod.labels),
  );
}

/** The domains of constraints, worked out once for all workloads that ask the same. */
class Domains {
  private readonly known = new Map<string, ReadonlySet<string>>();

  constructor(private readonly state: ClusterState) {}

  of(constraint: TopologySpreadConstraint, keys: readonly string[], spec: PodSpec): ReadonlySet<string> {
    const { topologyKey, nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
    const { nodeSelector, affinity, tolerations } = spec;
    const asked = [topologyKey, nodeAffinityPolicy, nodeTaintsPolicy, keys, nodeSelector, affinity?.nodeAffinity, tolerations];
    const key = JSON.stringify(asked);
    let domains = this.known.get(key);
    if (domains === undefined) {
      const nodes = this.state.nodes.filter((node) => countsForSpread(node, constraint, keys, spec));
      domains = new Set(nodes.flatMap((node) => node.labels[topologyKey] ?? []));
      this.known.set(key, domains);
    }
    return domains;
  }
}

/** Domains that are written out; of more, only those with the most pods. */
const FEW_DOMAINS = 8;

/** `3 on kind-worker2, 0 on kind-worker (cordoned)`. */
function describeCounts(eligible: ReadonlySet<string>, counts: ReadonlyMap<string, number>, lookup: Lookup): string {
  const all =
    eligible.size <= FEW_DOMAINS ? [...eligible].map((domain) => [domain, counts.get(domain) ?? 0] as const) : [...counts];
  const sorted = all.sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  const words = sorted.map(([domain, number]) => `${number} on ${domain}${condition(domain, lookup)}`);
  const empty = eligible.size - sorted.length;
  return few(words, FEW_DOMAINS) + (empty > 0 ? `, 0 on ${empty} others` : '');
}

function condition(domain: string, lookup: Lookup): string {
  const node = lookup.node(domain);
  if (node?.unschedulable) return ' (cordoned)';
  return node !== undefined && !node.ready ? ' (not Ready)' : '';
}

function notPlaced(pod: PodState, number: number): string {
  return `${plural(number, 'pod')} on no node: ${pod.unscheduled?.message}`;
}

function hintFor(eligible: ReadonlySet<string>, lookup: Lookup, workload: WorkloadState, state: ClusterState): string {
  const cordoned = [...eligible].filter((domain) => lookup.node(domain)?.unschedulable);
  const restart = kubectlCommand(
    state,
    `rollout restart ${workload.kind.toLowerCase()}/${workload.name} --namespace ${workload.namespace}`,
  );
  return cordoned.length === 0
    ? `Have the pods placed anew:\n${restart}`
    : `Let pods onto ${few(cordoned)} again, and have them placed anew:\n${kubectlCommand(state, `uncordon ${cordoned.join(' ')}`)}\n${restart}`;
}

function domainNoun(topologyKey: string): string {
  if (topologyKey === 'kubernetes.io/hostname') return 'node';
  return topologyKey === 'topology.kubernetes.io/zone' ? 'zone' : topologyKey;
}

import { record, text } from '../../kubernetes/plain';
import { type Application, applicationOf, type Workload } from '../application';
import type { DescribedCluster, Description } from '../description';
import { type Impossible, provedImpossible, roomFor } from './bounds';
import { mayRunOn, type SchedulerNode, schedulerNodes, schedulerPatched } from './node';
import { type SchedulerPod, schedulerPod } from './pod';
import { type Placed, simulate } from './simulation';
import { type Crowded, type Demand, provedCrowded } from './together';

/**
 * What is known of a workload's pods before anything runs: that there is room for all of them; that there is none for
 * some, for certain; or neither, because it depends on what the description does not tell.
 */
export type Verdict = 'fits' | 'does-not-fit' | 'depends';

export interface Judged {
  readonly workload: Workload;
  readonly pod: SchedulerPod;
  readonly verdict: Verdict;
  /** Of the first cluster, where it does not fit. */
  readonly impossible?: Impossible;
  /** Where the pods are expected in the cluster that has room for most of them. */
  readonly placed?: Placed;
}

export interface JudgedCluster {
  readonly cluster: DescribedCluster;
  readonly nodes: readonly SchedulerNode[];
  readonly placed: ReadonlyMap<SchedulerPod, Placed>;
  readonly impossible: ReadonlyMap<Workload, Impossible>;
  /** What fits alone and not together. */
  readonly crowded?: Crowded;
}

export interface Feasibility {
  readonly clusters: readonly JudgedCluster[];
  readonly workloads: readonly Judged[];
}

const judged = new WeakMap<Description, Feasibility>();

/** Judges a description once, however many rules ask. Where there are several clusters a workload may be meant for any. */
export function feasibilityOf(description: Description): Feasibility {
  const known = judged.get(description);
  if (known !== undefined) return known;
  const application = applicationOf(description);
  const devicePlugins = application.workloads.some(isDevicePlugin);
  const pods = application.workloads
    .filter(({ suspended }) => !suspended)
    .map((workload) => schedulerPod(workload, devicePlugins));
  const clusters = description.clusters.map((cluster) => judgeCluster(cluster, pods, application));
  const feasibility = { clusters, workloads: pods.map((pod) => judgeWorkload(pod, clusters)) };
  judged.set(description, feasibility);
  return feasibility;
}

function judgeCluster(cluster: DescribedCluster, pods: readonly SchedulerPod[], application: Application): JudgedCluster {
  const nodes = schedulerNodes(cluster);
  const impossible = new Map<Workload, Impossible>();
  const provable = !schedulerPatched(cluster.config);
  for (const pod of pods) {
    const proof = provable ? prove(pod, nodes, application) : undefined;
    if (proof !== undefined) impossible.set(pod.workload, proof);
  }
  const demands = pods.flatMap((pod) => demandOf(pod, nodes));
  const certain = demands.filter(({ pod }) => isCertain(pod) && pod.workload.lasting && !impossible.has(pod.workload));
  const crowded = provable ? provedCrowded(certain, nodes) : undefined;
  const placed = simulate(demands, nodes, cluster.config.networking?.disableDefaultCNI !== true);
  return { cluster, nodes, placed, impossible, ...(crowded !== undefined && { crowded }) };
}

function prove(pod: SchedulerPod, nodes: readonly SchedulerNode[], application: Application): Impossible | undefined {
  const { workload } = pod;
  if (!hasDefaultScheduler(pod) || workload.autoscaled === 'requests') return undefined;
  if (workload.kind === 'DaemonSet') {
    const without = nodes.filter((node) => mayRunOn(workload.pod, node) === 'yes' && roomFor(pod, node) === 0);
    return without.length === 0 ? undefined : { because: 'too-big', atMost: 0, eligible: without };
  }
  const wanted = workload.lasting ? workload.leastReplicas : Math.min(1, workload.replicas);
  return provedImpossible(pod, nodes, wanted, spreadsAlone(pod, application));
}

// Other pods that match a spread constraint change what it allows.
function spreadsAlone({ workload, spread }: SchedulerPod, { templates, customised }: Application): boolean {
  return (
    !customised.has(workload.namespace) &&
    spread.every(({ labelSelector }) =>
      templates.selected(workload.namespace, labelSelector).every((other) => other === workload),
    )
  );
}

function demandOf(pod: SchedulerPod, nodes: readonly SchedulerNode[]): Demand[] {
  const { workload } = pod;
  // The pods of a CronJob come and go.
  if (workload.kind === 'CronJob') return [];
  const eligible = nodes.map((node) => mayRunOn(workload.pod, node));
  const perNode = workload.kind === 'DaemonSet';
  const count = perNode ? eligible.filter((certainty) => certainty === 'yes').length : workload.replicas;
  return [{ pod, count, eligible, perNode }];
}

function isCertain(pod: SchedulerPod): boolean {
  return hasDefaultScheduler(pod) && pod.workload.autoscaled === undefined;
}

function hasDefaultScheduler({ workload }: SchedulerPod): boolean {
  return (workload.pod.schedulerName ?? 'default-scheduler') === 'default-scheduler';
}

function judgeWorkload(pod: SchedulerPod, clusters: readonly JudgedCluster[]): Judged {
  const { workload } = pod;
  const proofs = clusters.map(({ impossible }) => impossible.get(workload));
  const [first] = proofs;
  if (first !== undefined && proofs.every((proof) => proof !== undefined)) {
    return { workload, pod, verdict: 'does-not-fit', impossible: first };
  }
  const everywhere = clusters.flatMap((cluster) => cluster.placed.get(pod) ?? []);
  const [placed] = everywhere.sort((a, b) => a.missing - b.missing);
  const verdict = pod.dependsOn === undefined && everywhere.some(isSure) ? 'fits' : 'depends';
  return { workload, pod, verdict, ...(placed !== undefined && { placed }) };
}

function isSure({ demand, counts, missing, onUnknown }: Placed): boolean {
  return missing === 0 && !onUnknown && counts.every((count, index) => count === 0 || demand.eligible[index] === 'yes');
}

// It registers with the kubelet through a socket in this folder.
function isDevicePlugin({ pod }: Workload): boolean {
  return (pod.volumes ?? []).some(({ hostPath }) => text(record(hostPath).path)?.includes('/device-plugins') ?? false);
}

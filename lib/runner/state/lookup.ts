import { matchesLabels } from '../../kubernetes/label-selector';
import { type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { ClusterState, NodeState, PodState, ReplicaSetState, ServiceState, WorkloadState } from './cluster-state';

/** Indexes over a reading, so that judging it takes a time that grows with its size and not with its square. */
export class Lookup {
  /** The lookup of a reading; the checks share one. */
  static of(state: ClusterState): Lookup {
    const known = LOOKUPS.get(state);
    if (known !== undefined) return known;
    const lookup = new Lookup(state);
    LOOKUPS.set(state, lookup);
    return lookup;
  }

  private readonly nodes: ReadonlyMap<string, NodeState>;
  private readonly workloads: ReadonlyMap<string, WorkloadState>;
  private readonly services: ReadonlyMap<string, ServiceState>;
  private readonly podsByNamespace: ReadonlyMap<string, PodState[]>;
  private readonly podsByOwner: ReadonlyMap<string, PodState[]>;
  private readonly podsByNode: ReadonlyMap<string, PodState[]>;
  private readonly replicaSetsByOwner: ReadonlyMap<string, ReplicaSetState[]>;
  private readonly readyPodUids = new Map<string, Set<string>>();
  private readonly podsByLabel = new Map<string, Map<string, PodState[]>>();

  private constructor(state: ClusterState) {
    this.nodes = new Map(state.nodes.map((node) => [node.name, node]));
    this.workloads = new Map(state.workloads.map((one) => [`${one.kind} ${one.namespace}/${one.name}`, one]));
    this.services = new Map(state.services.map((service) => [`${service.namespace}/${service.name}`, service]));
    this.podsByNamespace = groupBy(state.pods, (pod) => pod.namespace);
    this.podsByOwner = groupBy(state.pods, (pod) => pod.owner?.uid);
    this.podsByNode = groupBy(state.pods, (pod) => pod.nodeName);
    this.replicaSetsByOwner = groupBy(state.replicaSets, (replicaSet) => replicaSet.ownerUid);
    for (const { namespace, service, readyPodUids } of state.endpointSlices) {
      const key = `${namespace}/${service}`;
      const uids = this.readyPodUids.get(key) ?? new Set<string>();
      for (const uid of readyPodUids) uids.add(uid);
      this.readyPodUids.set(key, uids);
    }
  }

  node(name: string): NodeState | undefined {
    return this.nodes.get(name);
  }

  workload(declared: KubernetesObject): WorkloadState | undefined {
    return this.workloads.get(`${declared.kind} ${namespaceOf(declared)}/${declared.metadata.name}`);
  }

  service(declared: KubernetesObject): ServiceState | undefined {
    return this.services.get(`${namespaceOf(declared)}/${declared.metadata.name}`);
  }

  /** The pods behind the ready endpoints of a Service. */
  readyEndpoints(service: KubernetesObject): ReadonlySet<string> {
    return this.readyPodUids.get(`${namespaceOf(service)}/${service.metadata.name}`) ?? new Set();
  }

  podsIn(namespace: string): readonly PodState[] {
    return this.podsByNamespace.get(namespace) ?? [];
  }

  podsOn(node: string): readonly PodState[] {
    return this.podsByNode.get(node) ?? [];
  }

  /** The pods of a namespace that have every label of a selector; none for an empty one. */
  podsSelectedBy(namespace: string, selector: Readonly<Record<string, string>>): readonly PodState[] {
    const [first] = Object.entries(selector);
    if (first === undefined) return [];
    const [key, value] = first;
    const index = `${namespace}/${key}`;
    let byValue = this.podsByLabel.get(index);
    if (byValue === undefined) {
      byValue = groupBy(this.podsIn(namespace), (pod) => pod.labels[key]);
      this.podsByLabel.set(index, byValue);
    }
    return (byValue.get(value) ?? []).filter((pod) => matchesLabels(selector, pod.labels));
  }

  /** The newest ReplicaSet of a Deployment. */
  currentReplicaSet(deployment: WorkloadState): ReplicaSetState | undefined {
    const replicaSets = this.replicaSetsByOwner.get(deployment.uid) ?? [];
    return replicaSets.reduce<ReplicaSetState | undefined>(
      (newest, one) => (newest === undefined || one.revision > newest.revision ? one : newest),
      undefined,
    );
  }

  /** The pods that a workload made from its present template, those that are being deleted left out. */
  currentPods(workload: WorkloadState): readonly PodState[] {
    const owner = workload.kind === 'Deployment' ? this.currentReplicaSet(workload)?.uid : workload.uid;
    const pods = owner === undefined ? [] : (this.podsByOwner.get(owner) ?? []);
    const revision = workload.kind === 'StatefulSet' ? workload.updateRevision : undefined;
    return pods.filter((pod) => !pod.deleting && (revision === undefined || pod.labels['controller-revision-hash'] === revision));
  }

  pod(declared: KubernetesObject): PodState | undefined {
    return this.podsIn(namespaceOf(declared)).find((pod) => pod.name === declared.metadata.name);
  }
}

const LOOKUPS = new WeakMap<ClusterState, Lookup>();

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

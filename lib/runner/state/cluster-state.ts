import type { Taint } from '../../kubernetes/object';

/** What runs, read once and reduced to what is judged: a page of the answer is forgotten before the next is read. */
export interface ClusterState {
  readonly context: string;
  /** The API server's version, for example `v1.32.2`. */
  readonly kubernetes: string;
  readonly nodes: readonly NodeState[];
  /** The pods of every namespace: what a node still has to give depends on all of them. */
  readonly pods: readonly PodState[];
  readonly workloads: readonly WorkloadState[];
  readonly replicaSets: readonly ReplicaSetState[];
  readonly services: readonly ServiceState[];
  readonly endpointSlices: readonly EndpointSliceState[];
  /** What could not be read, and why, for example because the user may not list nodes. */
  readonly unread: ReadonlyMap<Resource, string>;
}

export type Resource = 'nodes' | 'pods' | WorkloadResource | 'replicasets' | 'services' | 'endpointslices';
export type WorkloadResource = 'deployments' | 'statefulsets' | 'daemonsets';

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface Amounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

export interface NodeState {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Cordoned. */
  readonly unschedulable: boolean;
  readonly ready: boolean;
  readonly readyCondition?: Condition;
  /** The kubelet's, for example `v1.32.2`. */
  readonly version: string;
  readonly capacity: Amounts;
  readonly allocatable: Amounts;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
}

export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its controller: a ReplicaSet, StatefulSet, DaemonSet, Job or Node. */
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
  /** Absent while it is not scheduled. */
  readonly nodeName?: string;
  readonly phase: string;
  readonly ready: boolean;
  /** What `kubectl get pods` would show: `Running`, `ImagePullBackOff`, `ContainerCreating`, `Terminating`. */
  readonly state: string;
  readonly deleting: boolean;
  readonly createdAtMs: number;
  readonly ip?: string;
  /** What it requests of its node, as the scheduler counts. */
  readonly requests: Amounts;
  /** Its named container ports, which a Service may target. */
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: string }[];
  /** Absent once it is scheduled. */
  readonly unscheduled?: Condition;
  /** The containers that are not well; empty when all run and are ready or have completed. */
  readonly troubles: readonly ContainerTrouble[];
}

export interface ContainerTrouble {
  readonly container: string;
  readonly init: boolean;
  readonly image: string;
  /** Why it waits or ended, for example `CrashLoopBackOff`; `NotReady` while its probe does not pass. */
  readonly reason: string;
  readonly message?: string;
  readonly restarts: number;
  /** How it ended the last time. */
  readonly lastExit?: { readonly exitCode: number; readonly reason: string };
}

export interface WorkloadState {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly observedGeneration: number;
  /** The wanted number: `spec.replicas`; of a DaemonSet the nodes that it wants to run on. */
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** All its pods, old ones too. */
  readonly total: number;
  readonly paused: boolean;
  /** The revision that a StatefulSet rolls out, as its pods' `controller-revision-hash` has it. */
  readonly updateRevision?: string;
  /** False where the manifest itself keeps old pods: strategy OnDelete, or a partition. */
  readonly updatesAll: boolean;
  readonly conditions: readonly Condition[];
}

export interface ReplicaSetState {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly ownerUid?: string;
  readonly revision: number;
  readonly replicas: number;
  readonly conditions: readonly Condition[];
}

export interface ServiceState {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly ports: readonly ServicePortState[];
}

export interface ServicePortState {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export interface EndpointSliceState {
  readonly namespace: string;
  readonly service: string;
  /** The pods behind its ready endpoints. */
  readonly readyPodUids: readonly string[];
}

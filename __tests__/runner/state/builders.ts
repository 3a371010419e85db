import type { KubernetesObject } from '../../../lib/kubernetes/object';
import type { Declared, DeclaredNode } from '../../../lib/runner/declared';
import type { ClusterState } from '../../../lib/runner/state/cluster-state';
import { reduceNode } from '../../../lib/runner/state/node';
import { reducePod } from '../../../lib/runner/state/pod';
import type { RawContainerStatus, RawNode, RawPod } from '../../../lib/runner/state/raw';
import { reduceEndpointSlice, reduceService } from '../../../lib/runner/state/service';
import { reduceReplicaSet, reduceWorkload } from '../../../lib/runner/state/workload';

// The default program on its cluster, in the shape that the API server answers: three nodes, and nginx 2 + 1 over the workers.

export const NOW = Date.parse('2026-01-01T00:10:00Z');
const STARTED = '2026-01-01T00:00:00Z';
export const HASH = '5d9f7c8b6d';

type Patch<T> = { readonly [K in keyof T]?: T[K] extends object | undefined ? Patch<T[K]> : T[K] };

/** A deep copy with some fields replaced; lists are replaced whole. */
export function patched<T>(base: T, patch: Patch<T>): T {
  const result = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(patch as Record<string, unknown>)) {
    const old = result[key];
    const mergeable = typeof value === 'object' && value !== null && !Array.isArray(value) && typeof old === 'object';
    result[key] = mergeable ? patched(old as Record<string, unknown>, value as Record<string, unknown>) : value;
  }
  return result as T;
}

export function rawNode(name: string, patch: Patch<RawNode> = {}): RawNode {
  const controlPlane = name.includes('control-plane');
  const base: RawNode = {
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, ...(controlPlane && { 'node-role.kubernetes.io/control-plane': '' }) },
    },
    spec: { taints: controlPlane ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : [] },
    status: {
      capacity: controlPlane ? { cpu: '8', memory: '32Gi' } : { cpu: '1', memory: '2097152Ki' },
      allocatable: controlPlane ? { cpu: '8', memory: '32Gi' } : { cpu: '1', memory: '2Gi' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: STARTED }],
      addresses: [{ type: 'InternalIP', address: '172.18.0.3' }],
      nodeInfo: { kubeletVersion: 'v1.32.2' },
    },
  };
  return patched(base, patch);
}

export const NOT_READY: Patch<RawNode> = {
  status: {
    conditions: [
      { type: 'Ready', status: 'Unknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: STARTED },
    ],
  },
};

export const CORDONED: Patch<RawNode> = {
  spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
};

export function rawPod(suffix: string, nodeName: string | undefined, patch: Patch<RawPod> = {}): RawPod {
  const status: RawContainerStatus = {
    name: 'nginx',
    image: 'nginx:alpine',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: STARTED } },
  };
  const base: RawPod = {
    metadata: {
      name: `nginx-deployment-${HASH}-${suffix}`,
      namespace: 'default',
      uid: `pod-${suffix}`,
      labels: { app: 'nginx', 'pod-template-hash': HASH },
      creationTimestamp: STARTED,
      ownerReferences: [{ kind: 'ReplicaSet', name: `nginx-deployment-${HASH}`, uid: `rs-${HASH}` }],
    },
    spec: {
      ...(nodeName !== undefined && { nodeName }),
      containers: [
        {
          name: 'nginx',
          image: 'nginx:alpine',
          ports: [{ name: 'http', containerPort: 80 }],
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
    },
    status: {
      phase: 'Running',
      podIP: '10.244.1.2',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'PodScheduled', status: 'True' },
      ],
      containerStatuses: [status],
    },
  };
  return patched(base, patch);
}

/** A pod whose container waits for a reason. */
export function waitingPod(
  suffix: string,
  nodeName: string,
  reason: string,
  container: Partial<RawContainerStatus> = {},
): RawPod {
  return rawPod(suffix, nodeName, {
    status: {
      phase: 'Pending',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        { name: 'nginx', image: 'nginx:alpine', ready: false, restartCount: 0, state: { waiting: { reason } }, ...container },
      ],
    },
  });
}

export function unscheduledPod(suffix: string, message: string): RawPod {
  const scheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: STARTED };
  return rawPod(suffix, undefined, { status: { phase: 'Pending', conditions: [scheduled], containerStatuses: [] } });
}

type RawWorkload = Parameters<ReturnType<typeof reduceWorkload>>[0];

export function rawDeployment(patch: Patch<RawWorkload> = {}): RawWorkload {
  const base: RawWorkload = {
    metadata: { name: 'nginx-deployment', namespace: 'default', uid: 'deployment', generation: 1 },
    spec: { replicas: 3 },
    status: { observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, conditions: [] },
  };
  return patched(base, patch);
}

export function rawReplicaSet(hash = HASH, revision = 1, patch: Patch<RawWorkload> = {}): RawWorkload {
  const base: RawWorkload = {
    metadata: {
      name: `nginx-deployment-${hash}`,
      namespace: 'default',
      uid: `rs-${hash}`,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ kind: 'Deployment', name: 'nginx-deployment', uid: 'deployment' }],
    },
    spec: { replicas: 3 },
  };
  return patched(base, patch);
}

export interface Raw {
  readonly nodes: readonly RawNode[];
  readonly pods: readonly RawPod[];
  readonly deployments: readonly RawWorkload[];
  readonly statefulSets: readonly RawWorkload[];
  readonly daemonSets: readonly RawWorkload[];
  readonly replicaSets: readonly RawWorkload[];
  readonly services: readonly Parameters<typeof reduceService>[0][];
  readonly endpointSlices: readonly Parameters<typeof reduceEndpointSlice>[0][];
  readonly unread: ClusterState['unread'];
}

export function endpointSlice(uids: readonly string[], ready = true): Raw['endpointSlices'][number] {
  return {
    metadata: { name: 'nginx-nodeport-x', namespace: 'default', labels: { 'kubernetes.io/service-name': 'nginx-nodeport' } },
    endpoints: uids.map((uid) => ({ conditions: { ready }, targetRef: { kind: 'Pod', uid } })),
  };
}

/** All well, but for what is given. */
export function stateOf(raw: Partial<Raw> = {}): ClusterState {
  const pods = raw.pods ?? [rawPod('a', 'kind-worker'), rawPod('b', 'kind-worker'), rawPod('c', 'kind-worker2')];
  const nodes = raw.nodes ?? ['kind-control-plane', 'kind-worker', 'kind-worker2'].map((name) => rawNode(name));
  return {
    context: 'kind-kind',
    kubernetes: 'v1.32.2',
    nodes: nodes.map(reduceNode),
    pods: pods.map(reducePod),
    workloads: [
      ...(raw.deployments ?? [rawDeployment()]).map(reduceWorkload('Deployment')),
      ...(raw.statefulSets ?? []).map(reduceWorkload('StatefulSet')),
      ...(raw.daemonSets ?? []).map(reduceWorkload('DaemonSet')),
    ],
    replicaSets: (raw.replicaSets ?? [rawReplicaSet()]).map(reduceReplicaSet),
    services: (raw.services ?? [{ metadata: { name: 'nginx-nodeport', namespace: 'default' }, spec: { ...service().spec } }]).map(
      reduceService,
    ),
    endpointSlices: (raw.endpointSlices ?? [endpointSlice(pods.map(({ metadata }) => metadata.uid ?? ''))]).map(
      reduceEndpointSlice,
    ),
    unread: raw.unread ?? new Map(),
  };
}

export const SPREAD = {
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'nginx' } },
  matchLabelKeys: ['pod-template-hash'],
  nodeTaintsPolicy: 'Honor',
  minDomains: 2,
};

export function deployment(spec: Record<string, unknown> = {}, podSpec: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'nginx-deployment' },
    spec: {
      replicas: 3,
      template: { metadata: { labels: { app: 'nginx' } }, spec: { topologySpreadConstraints: [SPREAD], ...podSpec } },
      ...spec,
    },
  };
}

export function service(annotations: Record<string, string> = {}, port: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx-nodeport', annotations },
    spec: { type: 'NodePort', selector: { app: 'nginx' }, ports: [{ port: 80, targetPort: 80, nodePort: 30080, ...port }] },
  };
}

export function declaredNode(name: string, patch: Partial<DeclaredNode> = {}): DeclaredNode {
  const role = name.includes('control-plane') ? 'control-plane' : 'worker';
  const sized = role === 'worker' && { size: { cpuMillis: 1000, memoryBytes: 2 * 2 ** 30 } };
  return { name, role, node: { role, image: 'kindest/node:v1.32.2' }, ...sized, ...patch };
}

export const NODES = ['kind-control-plane', 'kind-worker', 'kind-worker2'].map((name) => declaredNode(name));

/** The default program, but for what is given. Without nodes it declares no cluster. */
export function declaredOf(
  objects: readonly KubernetesObject[] = [deployment(), service()],
  nodes: readonly DeclaredNode[] | undefined = NODES,
): Declared {
  const cluster = nodes.length > 0 && {
    cluster: {
      file: 'dist/kind/cluster.yaml',
      name: 'kind',
      config: { kind: 'Cluster' as const, apiVersion: 'kind.x-k8s.io/v1alpha4' as const },
      nodes,
    },
  };
  return { dir: 'dist', manifests: [], objects: objects.map((object) => ({ file: 'dist/a.k8s.yaml', object })), ...cluster };
}

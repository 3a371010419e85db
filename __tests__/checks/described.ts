import type { Description } from '../../lib/checks/description';
import { KIND_API_VERSION, type KindConfig, type KindNode } from '../../lib/kind/config';
import type { NodeSize } from '../../lib/kind/node-size';
import type { KubernetesObject } from '../../lib/kubernetes/object';
import { parseCpuMillis, parseMemoryBytes } from '../../lib/kubernetes/quantity';

/** A row of the table of rules: a description that breaks a rule, what is said of it, and the nearest that does not. */
export interface Row {
  readonly rule: string;
  readonly breaks: Description;
  readonly message: string;
  readonly near: Description;
  /** @default 'error' */
  readonly severity?: 'warning';
}

/** Kubernetes objects as people write them, odd ones too. */
export type Manifest = Readonly<Record<string, unknown>>;

export const CONTROL_PLANE: KindNode = { role: 'control-plane' };
export const WORKER: KindNode = { role: 'worker' };

export type SizedNode = KindNode & { readonly size?: NodeSize };

export function size(cpu: string, memory: string): NodeSize {
  return { cpuMillis: parseCpuMillis(cpu) ?? Number.NaN, memoryBytes: parseMemoryBytes(memory) ?? Number.NaN };
}

export function worker(cpu?: string, memory = '4Gi', more: KindNode = {}): SizedNode {
  return { ...WORKER, ...more, ...(cpu !== undefined && { size: size(cpu, memory) }) };
}

/** One cluster of these nodes, and objects. */
export function described(
  nodes: readonly SizedNode[],
  objects: readonly Manifest[] = [],
  config: Partial<KindConfig> = {},
): Description {
  return {
    clusters: [
      {
        path: 'app/cluster',
        config: {
          kind: 'Cluster',
          apiVersion: KIND_API_VERSION,
          name: 'kind',
          nodes: nodes.map(({ size: _, ...node }) => node),
          ...config,
        },
        sizes: nodes.map((node) => node.size),
      },
    ],
    objects: objects.map((object) => ({
      path: `app/${(object?.metadata as { name?: string } | undefined)?.name}`,
      object: object as unknown as KubernetesObject,
    })),
  };
}

/** A cluster of one control plane with this configuration. */
export function configured(config: Partial<KindConfig>, nodes: readonly SizedNode[] = [CONTROL_PLANE]): Description {
  return described(nodes, [], config);
}

/** A control plane with this, and a worker. */
export function onWorker(node: KindNode & { size?: NodeSize }): Description {
  return described([CONTROL_PLANE, { ...WORKER, ...node }]);
}

interface WorkloadProps {
  readonly kind?: string;
  readonly replicas?: number;
  readonly requests?: Manifest;
  readonly limits?: Manifest;
  readonly ports?: readonly Manifest[];
  readonly pod?: Manifest;
  readonly spec?: Manifest;
  readonly namespace?: string;
  readonly labels?: Manifest;
}

export function workload(name: string, props: WorkloadProps = {}): Manifest {
  const { kind = 'Deployment', replicas, requests, limits, ports, pod, spec, namespace, labels = { app: name } } = props;
  return {
    apiVersion: ['Job', 'CronJob'].includes(kind) ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      ...(replicas !== undefined && { replicas }),
      ...(kind !== 'Job' && { selector: { matchLabels: labels } }),
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'nginx:alpine', ports, resources: { requests, limits } }], ...pod },
      },
      ...spec,
    },
  };
}

export function service(name: string, spec: Manifest, more: Manifest = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, ...more }, spec };
}

/** A spread of DoNotSchedule over the nodes, of the pods of an app. */
export function spread(app: string, more: Manifest = {}): Manifest {
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app } },
        ...more,
      },
    ],
  };
}

/** A required anti-affinity to the pods of an app. */
export function apart(app: string, topologyKey = 'kubernetes.io/hostname'): Manifest {
  const term = { topologyKey, labelSelector: { matchLabels: { app } } };
  return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
}

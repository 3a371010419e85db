import { apiGroup, type WorkloadKind, workloadKind } from '../kubernetes/kinds';
import type { LabelSelector, PodSpec } from '../kubernetes/object';
import { isRecord, type PlainRecord, record, records, text, texts, wholeNumber } from '../kubernetes/plain';
import { readPodSpec, readSelector } from '../kubernetes/pod-spec';
import type { Description } from './description';
import { LabelIndex } from './label-index';
import { objectsIn, type ReadObject } from './objects';

/** The objects of a description that the rules read, well-formed whatever the manifests are. */
export interface Application {
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  /** The pod templates of a namespace, found by their labels. */
  readonly templates: LabelIndex<Workload>;
  /** Namespaces with objects of kinds that Kubernetes does not bring: their controllers may make pods of their own. */
  readonly customised: ReadonlySet<string>;
}

/** Something that makes pods. */
export interface Workload {
  readonly path: string;
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
  /** The labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: PodSpec;
  /** The pods that it wants at the same time; of a DaemonSet one, on each node. */
  readonly replicas: number;
  /** What an autoscaler changes while it runs, where it has one. */
  readonly autoscaled?: 'replicas' | 'requests';
  /** The fewest replicas that it has at any time: without an autoscaler all of them. */
  readonly leastReplicas: number;
  /** Whether its pods run until somebody stops them. */
  readonly lasting: boolean;
  /** Whether it makes no pods until somebody resumes it. */
  readonly suspended: boolean;
  /** The number in the name of its first pod, of a StatefulSet. */
  readonly firstOrdinal: number;
  readonly selector?: LabelSelector;
}

export interface Service {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  /** Empty where it selects no pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly headless: boolean;
  readonly localTraffic: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
}

export interface ServicePort {
  readonly port: number;
  readonly targetPort: number | string;
  readonly nodePort?: number;
  readonly protocol: string;
}

const read = new WeakMap<Description, Application>();

/** Reads a description once, however many rules ask. */
export function applicationOf(description: Description): Application {
  const known = read.get(description);
  if (known !== undefined) return known;
  const objects = objectsIn(description);
  const scaled = autoscaledTargets(objects);
  const workloads = objects.flatMap((object) => readWorkload(object, scaled));
  const application = {
    workloads,
    services: objects.flatMap(readService),
    templates: new LabelIndex(workloads),
    customised: new Set(objects.filter(({ object }) => isCustom(object)).map(({ namespace }) => namespace)),
  };
  read.set(description, application);
  return application;
}

function readWorkload({ path, name, namespace, object }: ReadObject, scaled: ReadonlyMap<string, Autoscaler>): Workload[] {
  const kind = workloadKind(object);
  if (kind === undefined) return [];
  const spec = record(object.spec);
  const template = templateOf(kind, object);
  const pod = readPodSpec(template.spec);
  const autoscaler = scaled.get(`${kind} ${namespace}/${name}`);
  const selector = kind === 'ReplicationController' ? plainSelector(spec.selector) : readSelector(spec.selector);
  return [
    {
      path,
      kind,
      name,
      namespace,
      labels: texts(record(template.metadata).labels),
      pod,
      ...replicasWith(replicasOf(kind, spec), autoscaler),
      lasting: !['Job', 'CronJob'].includes(kind) && (pod.restartPolicy ?? 'Always') === 'Always',
      suspended: spec.suspend === true,
      firstOrdinal: wholeNumber(record(spec.ordinals).start) ?? 0,
      ...(autoscaler !== undefined && { autoscaled: autoscaler.changes }),
      ...(selector !== undefined && { selector }),
    },
  ];
}

/** The template of a workload's pods, whatever is in it; of a Pod the pod itself. */
export function templateOf(kind: WorkloadKind, object: PlainRecord): PlainRecord {
  if (kind === 'Pod') return object;
  const spec = record(object.spec);
  return record(kind === 'CronJob' ? record(record(spec.jobTemplate).spec).template : spec.template);
}

function plainSelector(selector: unknown): LabelSelector | undefined {
  return isRecord(selector) ? { matchLabels: texts(selector) } : undefined;
}

function replicasOf(kind: string, spec: PlainRecord): number {
  if (kind === 'Job') {
    return Math.min(wholeNumber(spec.parallelism) ?? 1, wholeNumber(spec.completions) ?? Number.POSITIVE_INFINITY);
  }
  return ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(kind)
    ? Math.max(0, wholeNumber(spec.replicas) ?? 1)
    : 1;
}

function readService({ path, kind, name, namespace, object }: ReadObject): Service[] {
  if (kind !== 'Service' || apiGroup(object.apiVersion) !== '') return [];
  const spec = record(object.spec);
  return [
    {
      path,
      name,
      namespace,
      type: text(spec.type) ?? 'ClusterIP',
      selector: texts(spec.selector),
      headless: spec.clusterIP === 'None',
      localTraffic: spec.externalTrafficPolicy === 'Local',
      annotations: texts(record(object.metadata).annotations),
      ports: records(spec.ports).flatMap(readServicePort),
    },
  ];
}

function readServicePort(port: PlainRecord): ServicePort[] {
  const number = wholeNumber(port.port);
  if (number === undefined) return [];
  const nodePort = wholeNumber(port.nodePort);
  return [
    {
      port: number,
      targetPort: text(port.targetPort) ?? (wholeNumber(port.targetPort) || number),
      protocol: text(port.protocol) ?? 'TCP',
      // 0 is what a Service has that leaves the choice to Kubernetes.
      ...(nodePort !== undefined && nodePort !== 0 && { nodePort }),
    },
  ];
}

interface Autoscaler {
  readonly changes: 'replicas' | 'requests';
  readonly least: number;
}

/** What HorizontalPodAutoscalers, ScaledObjects (scaleTargetRef) and VerticalPodAutoscalers (targetRef) point at. */
function autoscaledTargets(objects: readonly ReadObject[]): Map<string, Autoscaler> {
  return new Map(
    objects.flatMap(({ kind, namespace, object }) => {
      const spec = record(object.spec);
      const vertical = kind === 'VerticalPodAutoscaler';
      const ref = record(vertical ? spec.targetRef : spec.scaleTargetRef);
      const name = text(ref.name);
      if (name === undefined) return [];
      const least = kind === 'HorizontalPodAutoscaler' ? Math.max(1, wholeNumber(spec.minReplicas) ?? 1) : 1;
      return [[`${text(ref.kind) ?? 'Deployment'} ${namespace}/${name}`, { changes: vertical ? 'requests' : 'replicas', least }]];
    }),
  );
}

// An autoscaler does nothing to a workload of no replicas, and else brings it to its fewest before it measures anything.
function replicasWith(described: number, autoscaler: Autoscaler | undefined): Pick<Workload, 'replicas' | 'leastReplicas'> {
  if (autoscaler?.changes !== 'replicas' || described === 0) return { replicas: described, leastReplicas: described };
  return { replicas: Math.max(described, autoscaler.least), leastReplicas: autoscaler.least };
}

function isCustom(object: PlainRecord): boolean {
  const group = apiGroup(object.apiVersion);
  return group.includes('.') && !KUBERNETES_GROUPS.includes(group.replace(/\.k8s\.io$/, ''));
}

// The API groups that Kubernetes brings, but for those without a dot in their name.
const KUBERNETES_GROUPS = [
  'admissionregistration',
  'apiextensions',
  'apiregistration',
  'authentication',
  'authorization',
  'certificates',
  'coordination',
  'discovery',
  'events',
  'flowcontrol.apiserver',
  'metrics',
  'networking',
  'node',
  'rbac.authorization',
  'resource',
  'scheduling',
  'storage',
];

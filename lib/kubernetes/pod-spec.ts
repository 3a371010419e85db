import type {
  Affinity,
  Container,
  ContainerPort,
  LabelExpression,
  LabelSelector,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from './object';
import { isRecord, list, type PlainRecord, record, records, text, texts, wholeNumber } from './plain';

type Quantities = Readonly<Record<string, string | number>>;

/** A pod's specification, well-formed whatever it was read from: what has an odd shape is left out. */
export function readPodSpec(value: unknown): PodSpec {
  const spec = record(value);
  return defined({
    nodeName: text(spec.nodeName),
    nodeSelector: texts(spec.nodeSelector),
    affinity: readAffinity(record(spec.affinity)),
    tolerations: records(spec.tolerations).map(readToleration),
    topologySpreadConstraints: records(spec.topologySpreadConstraints).flatMap(readSpread),
    containers: records(spec.containers).map(readContainer),
    initContainers: records(spec.initContainers).map(readContainer),
    overhead: quantities(spec.overhead),
    hostNetwork: spec.hostNetwork === true,
    restartPolicy: text(spec.restartPolicy),
    schedulerName: text(spec.schedulerName),
    schedulingGates: list(spec.schedulingGates),
    resourceClaims: list(spec.resourceClaims),
    volumes: records(spec.volumes),
  });
}

/** A label selector; undefined where there is none, which matches nothing. */
export function readSelector(value: unknown): LabelSelector | undefined {
  if (!isRecord(value)) return undefined;
  return { matchLabels: texts(value.matchLabels), matchExpressions: expressions(value.matchExpressions) };
}

function readContainer(container: PlainRecord): Container {
  const resources = record(container.resources);
  return defined({
    name: text(container.name) ?? 'without a name',
    image: text(container.image),
    restartPolicy: text(container.restartPolicy),
    ports: records(container.ports).flatMap(readPort),
    resources: { requests: quantities(resources.requests), limits: quantities(resources.limits) },
  });
}

function readPort(port: PlainRecord): ContainerPort[] {
  const containerPort = wholeNumber(port.containerPort);
  if (containerPort === undefined) return [];
  return [
    defined({
      name: text(port.name),
      containerPort,
      hostPort: wholeNumber(port.hostPort),
      hostIP: text(port.hostIP),
      protocol: text(port.protocol),
    }),
  ];
}

function readToleration(toleration: PlainRecord): Toleration {
  return defined({
    key: text(toleration.key),
    operator: text(toleration.operator),
    value: text(toleration.value),
    effect: text(toleration.effect),
  });
}

function readSpread(constraint: PlainRecord): TopologySpreadConstraint[] {
  const topologyKey = text(constraint.topologyKey);
  if (topologyKey === undefined) return [];
  return [
    defined({
      topologyKey,
      maxSkew: wholeNumber(constraint.maxSkew) ?? 1,
      whenUnsatisfiable: text(constraint.whenUnsatisfiable) ?? 'DoNotSchedule',
      labelSelector: readSelector(constraint.labelSelector),
      matchLabelKeys: strings(constraint.matchLabelKeys),
      minDomains: wholeNumber(constraint.minDomains),
      nodeAffinityPolicy: text(constraint.nodeAffinityPolicy),
      nodeTaintsPolicy: text(constraint.nodeTaintsPolicy),
    }),
  ];
}

function readAffinity(affinity: PlainRecord): Affinity {
  const required = (of: unknown) => record(of).requiredDuringSchedulingIgnoredDuringExecution;
  const node = required(affinity.nodeAffinity);
  return defined({
    nodeAffinity: isRecord(node)
      ? { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: records(node.nodeSelectorTerms).map(readTerm) } }
      : undefined,
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: podTerms(required(affinity.podAffinity)) },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: podTerms(required(affinity.podAntiAffinity)) },
  });
}

function readTerm(term: PlainRecord): NodeSelectorTerm {
  return { matchExpressions: expressions(term.matchExpressions), matchFields: expressions(term.matchFields) };
}

function podTerms(value: unknown): PodAffinityTerm[] {
  return records(value).flatMap((term) => {
    const topologyKey = text(term.topologyKey);
    if (topologyKey === undefined) return [];
    return [
      defined({
        topologyKey,
        labelSelector: readSelector(term.labelSelector),
        namespaces: strings(term.namespaces),
        namespaceSelector: readSelector(term.namespaceSelector),
        matchLabelKeys: strings(term.matchLabelKeys),
        mismatchLabelKeys: strings(term.mismatchLabelKeys),
      }),
    ];
  });
}

function expressions(value: unknown): LabelExpression[] {
  return records(value).map(({ key, operator, values }) => ({
    key: String(key ?? ''),
    operator: String(operator ?? ''),
    values: list(values).map(String),
  }));
}

function strings(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

function quantities(value: unknown): Quantities {
  const pairs = Object.entries(record(value));
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string | number] => ['string', 'number'].includes(typeof pair[1])),
  );
}

// An absent field is no field, as in a manifest.
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

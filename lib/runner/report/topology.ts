import { DEFAULT_NAMESPACE } from '../../kubernetes/object';
import type { Route, Topology, TopologyNode, TopologyPod } from '../../topology/topology';
import type { Check, CheckId, Report, ReportAmount, ReportNode, ReportPod, ReportService } from './report';

/** The parts of a report that a picture needs; `status` has no more of them. */
export type Pictured = Pick<Report, 'cluster' | 'services' | 'checks'>;

/** Namespaces of what a cluster itself consists of; local-path-storage is kind's. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** What is said of a pod that is ready itself when one of these checks failed. */
const SUSPICION: Partial<Record<CheckId, string>> = { spread: 'bad spread', 'pod-answers': 'no answer' };

/** The topology of the cluster that was judged, with what the failed checks say; undefined where no cluster was read. */
export function fromReport(report: Pictured): Topology | undefined {
  const { cluster, services, checks } = report;
  if (cluster === undefined) return undefined;
  const failed = checks.filter(({ status }) => status === 'failed');
  return {
    cluster: cluster.name,
    kubernetes: cluster.kubernetes,
    routes: services.flatMap((service) => routesOf(service, failed)),
    nodes: cluster.nodes.map((node) => nodeOf(node, services, failed)),
    unscheduled: (cluster.unscheduled ?? []).map((pod) => podOf(pod, services, failed)),
    problems: failed.map(({ id, subject, observed }) => `${id}: ${subject}: ${observed}`),
  };
}

function routesOf(service: ReportService, failed: readonly Check[]): Route[] {
  const words: Partial<Record<CheckId, string>> = {
    reachable: 'not reachable',
    endpoints: 'endpoints missing',
    'pod-answers': 'a pod does not answer',
  };
  const check = failed.find((one) => words[one.id] !== undefined && concerns(one, 'Service', qualified(service)));
  const problem = check && words[check.id];
  return service.ports.map(({ port, nodePort, host }) => ({
    service: { name: shortName(service), type: service.type, port, ...(problem !== undefined && { problem }) },
    ...(nodePort !== undefined && { nodePort }),
    ...(host !== undefined && { host }),
  }));
}

function nodeOf(node: ReportNode, services: readonly ReportService[], failed: readonly Check[]): TopologyNode {
  const wrongSize = failed.some((check) => check.id === 'node-size' && concerns(check, 'Node', node.name));
  const words = [
    node.container ?? (node.ready ? 'Ready' : 'NotReady'),
    ...(node.unschedulable ? ['SchedulingDisabled'] : []),
    ...(wrongSize ? ['wrong size'] : []),
  ];
  return {
    name: node.name,
    role: node.sized ? node.role : `${node.role}, no size declared`,
    state: words.join(', '),
    broken: !node.ready || wrongSize || failed.some((check) => check.id === 'nodes-ready' && concerns(check, 'Node', node.name)),
    cpu: amountOf(node.cpu),
    memory: amountOf(node.memory),
    pods: node.pods.map((pod) => podOf(pod, services, failed)),
  };
}

function amountOf({ allocatable, requested, used }: ReportAmount) {
  return { size: allocatable, requested, ...(used !== undefined && { used }) };
}

function podOf(pod: ReportPod, services: readonly ReportService[], failed: readonly Check[]): TopologyPod {
  const { namespace, ready, state, owner } = pod;
  const ended = state === 'Completed' || state === 'Succeeded';
  const [kind = '', name = ''] = owner?.split(' ') ?? [];
  const suspicion = failed.find(
    (check) =>
      SUSPICION[check.id] !== undefined &&
      (concerns(check, 'Pod', qualified(pod)) || (owner !== undefined && concerns(check, kind, `${namespace}/${name}`))),
  );
  const suspect = suspicion && SUSPICION[suspicion.id];
  return {
    name: shortName(pod),
    state: !ended && !ready && state === 'Running' ? 'Running, not ready' : ready && suspect !== undefined ? suspect : state,
    health: ended ? 'idle' : !ready ? 'broken' : suspect !== undefined ? 'suspect' : 'good',
    ...(owner !== undefined && { owner }),
    system: SYSTEM_NAMESPACES.includes(namespace),
    services: services.filter(({ pods }) => pods.includes(qualified(pod))).map(shortName),
  };
}

/** Whether a check judged an object: its subject begins with the kind and the name, and may go on, as with a port. */
function concerns({ subject }: Check, kind: string, name: string): boolean {
  const [subjectKind, subjectName] = subject.split(/[\s,]+/);
  return subjectKind === kind && subjectName === name;
}

function qualified({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function shortName(object: { readonly namespace: string; readonly name: string }): string {
  return object.namespace === DEFAULT_NAMESPACE ? object.name : qualified(object);
}

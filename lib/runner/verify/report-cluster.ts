import { clusterName } from '../../kind/names';
import { type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import type { ReportCluster, ReportNode, ReportPod, ReportService } from '../report/report';
import type { Amounts, ClusterState, NodeState, PodState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import type { HostPort } from './reachable-plan';

/**
 * The running cluster as the report shows it.
 *
 * @param down the containers that do not run, by the names of their nodes
 */
export function reportCluster(
  declared: Declared,
  state: ClusterState,
  used: ReadonlyMap<string, Amounts> = new Map(),
  down: ReadonlyMap<string, string> = new Map(),
): ReportCluster {
  const sized = new Set(declared.cluster?.nodes.flatMap(({ name, size }) => (size === undefined ? [] : [name])));
  const lookup = Lookup.of(state);
  return {
    name: declared.cluster === undefined ? state.context : clusterName(declared.cluster.config),
    context: state.context,
    kubernetes: state.kubernetes,
    nodes: state.nodes.map((node) => {
      const { name } = node;
      const reported = reportNode(node, sized.has(name), lookup.podsOn(name), used.get(name));
      const container = down.get(name);
      return container === undefined ? reported : { ...reported, ready: false, container };
    }),
    unscheduled: state.pods.filter(({ nodeName }) => nodeName === undefined).map(reportPod),
  };
}

function reportNode(node: NodeState, sized: boolean, pods: readonly PodState[], used: Amounts | undefined): ReportNode {
  // A pod that has ended gives back what it requested.
  const requesting = pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  const amount = (of: keyof Amounts) => ({
    capacity: node.capacity[of],
    allocatable: node.allocatable[of],
    requested: requesting.reduce((sum, { requests }) => sum + requests[of], 0),
    ...(used !== undefined && { used: used[of] }),
  });
  return {
    name: node.name,
    role: node.role,
    ready: node.ready,
    unschedulable: node.unschedulable,
    version: node.version,
    sized,
    cpu: amount('cpuMillis'),
    memory: amount('memoryBytes'),
    pods: pods.map(reportPod),
  };
}

export function reportPod(pod: PodState): ReportPod {
  const owner = ownerOf(pod);
  return {
    namespace: pod.namespace,
    name: pod.name,
    ready: pod.ready,
    state: pod.state,
    ...(owner !== undefined && { owner }),
  };
}

/** `Deployment nginx-deployment`: a Deployment names its ReplicaSets after itself and the hash of the template. */
function ownerOf({ owner, labels }: PodState): string | undefined {
  if (owner === undefined || owner.kind === 'Node') return undefined;
  const hash = labels['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `Deployment ${owner.name.slice(0, -hash.length - 1)}`;
  }
  return `${owner.kind} ${owner.name}`;
}

/** The declared Services that run, with the pods behind them and where the host reaches them. */
export function reportServices(declared: Declared, state: ClusterState, hostPorts: readonly HostPort[]): ReportService[] {
  const lookup = Lookup.of(state);
  return declared.objects.flatMap(({ object }) => {
    const running = object.kind === 'Service' ? lookup.service(object) : undefined;
    if (running === undefined) return [];
    const ports = running.ports.map(({ port, nodePort, protocol }) => {
      const host = hostPorts.find((one) => one.containerPort === nodePort && one.protocol === protocol);
      return {
        port,
        ...(nodePort !== undefined && { nodePort }),
        ...(host !== undefined && { host: { address: host.address, port: host.port, node: host.node } }),
      };
    });
    const { namespace, name, type } = running;
    return [{ namespace, name, type, ports, pods: podsBehind(object, lookup) }];
  });
}

function podsBehind(service: KubernetesObject, lookup: Lookup): string[] {
  const selector = (service.spec as { selector?: Record<string, string> } | undefined)?.selector ?? {};
  return lookup.podsSelectedBy(namespaceOf(service), selector).map(({ namespace, name }) => `${namespace}/${name}`);
}

import { plural } from './amount';
import { behind, hostLabel, type Topology, type TopologyPod } from './topology';

/** Beyond these, nodes are counted, not told one by one. */
const MOST_NODES = 12;

/** The topology in sentences: the text alternative of its picture. */
export function describeTopology(topology: Topology): string {
  const { cluster, kubernetes, routes, nodes, unscheduled, problems } = topology;
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, 0) + unscheduled.length;
  return [
    `Cluster ${cluster}${kubernetes === undefined ? '' : `, Kubernetes ${kubernetes}`}: ${plural(nodes.length, 'node')}, ${plural(pods, 'pod')}.`,
    ...routes.slice(0, MOST_NODES).map(({ host, service }) => {
      const to = behind(topology, service.name);
      const way =
        host === undefined ? 'Inside the cluster,' : `${hostLabel(host)} on the host leads through node ${host.node} to`;
      const target = `Service ${service.name}, which has ${plural(to.pods, 'pod')} on ${plural(to.nodes.length, 'node')}`;
      return `${way} ${target}${service.problem === undefined ? '' : ` and is broken: ${service.problem}`}.`;
    }),
    ...(nodes.length > MOST_NODES
      ? []
      : nodes.map(
          (node) =>
            `Node ${node.name}: ${[node.role, node.state].filter(Boolean).join(', ')}; ${node.pods.length === 0 ? 'no pods' : plural(node.pods.length, 'pod')}.`,
        )),
    ...(unscheduled.length === 0 ? [] : [`${plural(unscheduled.length, 'pod')} on no node.`]),
    ...problems.slice(0, MOST_NODES).map((problem) => `Broken: ${problem}.`),
  ].join(' ');
}

/** A sentence for each broken pod, for pictures that do not tell pods by name. */
export function brokenPods({ nodes, unscheduled }: Topology): string[] {
  const broken = (pods: readonly TopologyPod[], where: string) =>
    pods.filter(({ health }) => health === 'broken').map(({ name, state }) => `Pod ${name} ${where}: ${state}`);
  return [...nodes.flatMap(({ name, pods }) => broken(pods, `on ${name}`)), ...broken(unscheduled, 'on no node')];
}

import { contextName } from '../kind/names';
import { type ClusterContainers, clusterContainers } from './cluster/containers';
import { clusterKubeconfig } from './cluster/kubeconfig';
import type { Declared, DeclaredCluster } from './declared';
import { ExitStatus, UserError } from './errors';
import { Kubectl } from './kubectl';
import type { Programs } from './process';
import type { CommonOptions } from './tools';
import type { HostPort } from './verify/reachable-plan';
import type { Target } from './verify/verify';

/** The cluster that a command acts on, as it was found running. */
export interface RunningCluster {
  readonly declared: Declared;
  readonly target: Target;
  readonly kubectl: Kubectl;
  /** Absent of a cluster that --context names. */
  readonly containers?: ClusterContainers;
}

/**
 * The cluster that --context names: whatever dist/ says of nodes does not concern it.
 */
export function namedCluster(programs: Programs, declared: Declared, context: string): RunningCluster {
  const { cluster: _, ...workloads } = declared;
  return running(programs, workloads, { context, foreign: true, hostPorts: [] });
}

/**
 * The cluster that dist/ declares, spoken to by kind's own kubeconfig of it.
 *
 * @param known its containers, for who has just looked. @default looked at now
 */
export async function kindCluster(
  programs: Programs,
  declared: Declared,
  folder: string,
  known?: ClusterContainers,
): Promise<RunningCluster> {
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  const [containers, kubeconfig] = await Promise.all([
    known ?? clusterContainers(programs, cluster.name),
    clusterKubeconfig(programs, cluster.name, folder),
  ]);
  const found = { hostPorts: hostPorts(containers), downNodes: downNodes(cluster, containers) };
  const target = { context: contextName(cluster.name), kubeconfig, foreign: false, ...found };
  return { ...running(programs, declared, target), containers };
}

/**
 * The cluster of a command that only looks: the one that --context names, or the one that dist/ declares.
 *
 * @throws UserError (3) when it is not there or does not run
 */
export async function existingCluster(
  programs: Programs,
  declared: Declared,
  options: CommonOptions,
  folder: string,
): Promise<RunningCluster> {
  if (options.context !== undefined) return namedCluster(programs, declared, options.context);
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  const containers = await clusterContainers(programs, cluster.name);
  const { nodes } = containers;
  if (nodes.length === 0)
    throw new UserError(ExitStatus.machine, `There is no cluster ${cluster.name}.`, 'npm run up creates it.');
  if (nodes.every(({ state }) => state !== 'running')) {
    throw new UserError(ExitStatus.machine, `The cluster ${cluster.name} is stopped.`, 'npm run up starts it.');
  }
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane');
  if (controlPlanes.every(({ state }) => state !== 'running')) {
    const states = controlPlanes.map(({ name, state }) => `${name} is ${state}`).join(', ');
    throw new UserError(ExitStatus.machine, `The cluster ${cluster.name} does not answer: ${states}.`, 'npm run up starts it.');
  }
  return kindCluster(programs, declared, folder, containers);
}

export function noCluster({ dir }: Declared): UserError {
  return new UserError(
    ExitStatus.usage,
    `${dir} declares no cluster: it has no kind/cluster.yaml.`,
    '--context NAME names a cluster that exists.',
  );
}

function running(programs: Programs, declared: Declared, target: Target): RunningCluster {
  const { context, kubeconfig } = target;
  return { declared, target, kubectl: new Kubectl(programs, context, { ...(kubeconfig !== undefined && { kubeconfig }) }) };
}

/** The state of the declared nodes' containers that do not run: `paused`, `exited`, `missing`. */
export function downNodes(cluster: DeclaredCluster, { nodes }: ClusterContainers): Map<string, string> {
  const states = new Map(nodes.map(({ name, state }) => [name, state]));
  const declared = cluster.nodes.map(({ name }) => [name, states.get(name) ?? 'missing'] as const);
  return new Map(declared.filter(([, state]) => state !== 'running'));
}

/** What really maps ports of the nodes to the host: their containers, and our proxies. */
export function hostPorts({ nodes, proxies }: ClusterContainers): HostPort[] {
  const ofNodes = nodes.flatMap(({ name, ports }) => ports.map((port) => ({ node: name, port })));
  const ofProxies = proxies.filter(({ running }) => running).map((proxy) => ({ node: proxy.node, port: proxy }));
  return [...ofNodes, ...ofProxies].map(({ node, port }) => ({
    node,
    containerPort: port.containerPort,
    protocol: port.protocol as HostPort['protocol'],
    address: port.address,
    port: port.hostPort,
  }));
}

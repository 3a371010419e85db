import { resolve } from 'node:path';
import type { KindPortMapping } from '../../kind/config';
import { CPU_PATH, MEMINFO_PATH } from '../../kind/node-size';
import type { DeclaredCluster, DeclaredNode } from '../declared';
import { ExitStatus, UserError } from '../errors';
import type { ClusterContainers, NodeContainer, ProxyContainer } from './containers';

/** What it takes to make the cluster as it is declared. */
export type Remedy =
  /** There is no cluster, or one half made: create it. */
  | 'create'
  /** Start a node that is stopped or paused. */
  | 'start'
  /** Change it while it runs. */
  | 'in place'
  /** Restart the kubelet of a node. */
  | 'restart kubelet'
  /** Restart a node. */
  | 'restart node'
  /** Delete the cluster and create it again, which takes consent. */
  | 'recreate';

export interface Difference {
  /** What differs: a node, a port. */
  readonly subject: string;
  readonly declared: string;
  readonly found: string;
  readonly remedy: Remedy;
  readonly change?: Change;
}

/** What to do about a difference that takes more than its subject's name to mend. */
export type Change =
  | { readonly kind: 'add proxy'; readonly node: string; readonly port: DeclaredPort }
  | { readonly kind: 'remove proxy'; readonly proxy: ProxyContainer }
  | { readonly kind: 'label'; readonly node: string; readonly key: string; readonly value: string };

export interface DeclaredPort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly address: string;
  readonly protocol: string;
}

/** How the containers of a cluster differ from what is declared. Nothing: they are as they should be. */
export function containerDifferences(declared: DeclaredCluster, found: ClusterContainers): Difference[] {
  if (found.nodes.length === 0) {
    return [{ subject: `cluster ${declared.name}`, declared: `${declared.nodes.length} nodes`, found: 'none', remedy: 'create' }];
  }
  const differences: Difference[] = [];
  for (const node of declared.nodes) {
    const container = found.nodes.find(({ name }) => name === node.name);
    if (container === undefined) {
      differences.push({ subject: `node ${node.name}`, declared: node.role, found: 'no such node', remedy: 'recreate' });
    } else {
      differences.push(...ofNode(node, container), ...ofPorts(declared, node, container, found.proxies));
    }
  }
  for (const { name, role } of found.nodes) {
    if (!declared.nodes.some((node) => node.name === name)) {
      differences.push({ subject: `node ${name}`, declared: 'no such node', found: role, remedy: 'recreate' });
    }
  }
  for (const { name, state } of found.balancers) {
    if (state !== 'running') differences.push({ subject: `node ${name}`, declared: 'running', found: state, remedy: 'start' });
  }
  for (const proxy of found.proxies) {
    const wanted = declared.nodes.find(({ name }) => name === proxy.node);
    if (wanted !== undefined && declaredPorts(declared, wanted).some((port) => samePort(port, proxy))) continue;
    const change = { kind: 'remove proxy', proxy } as const;
    differences.push({
      subject: `port ${portText(proxy)}`,
      declared: 'not mapped',
      found: `forwarded by ${proxy.name}`,
      remedy: 'in place',
      change,
    });
  }
  return differences;
}

/** https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/docker/provision.go */
const KINDS_OWN_MOUNTS = ['/lib/modules', '/dev/mapper'];

function ofNode(node: DeclaredNode, container: NodeContainer): Difference[] {
  const subject = `node ${node.name}`;
  const differences: Difference[] = [];
  if (container.role !== node.role) {
    differences.push({ subject, declared: node.role, found: container.role, remedy: 'recreate' });
  }
  if (node.node.image !== undefined && node.node.image !== container.image) {
    differences.push({ subject, declared: `image ${node.node.image}`, found: `image ${container.image}`, remedy: 'recreate' });
  }
  for (const { hostPath = '', containerPath = '' } of node.node.extraMounts ?? []) {
    const source = resolve(hostPath);
    const mounted = container.mounts.find(({ destination }) => destination === containerPath);
    if (mounted?.source === source) continue;
    const what = [MEMINFO_PATH, CPU_PATH].includes(containerPath)
      ? `its size, ${hostPath} on ${containerPath}`
      : `${hostPath} on ${containerPath}`;
    differences.push({
      subject,
      declared: what,
      found: mounted === undefined ? 'not mounted' : `${mounted.source} is mounted there`,
      remedy: 'recreate',
    });
  }
  for (const { source, destination } of container.mounts) {
    const declared = node.node.extraMounts?.some(({ containerPath }) => containerPath === destination);
    if (declared || KINDS_OWN_MOUNTS.includes(destination)) continue;
    differences.push({ subject, declared: `nothing on ${destination}`, found: `${source} is mounted there`, remedy: 'recreate' });
  }
  if (container.state !== 'running') {
    differences.push({ subject, declared: 'running', found: container.state, remedy: 'start' });
  }
  return differences;
}

function ofPorts(
  declared: DeclaredCluster,
  node: DeclaredNode,
  container: NodeContainer,
  proxies: readonly ProxyContainer[],
): Difference[] {
  const differences: Difference[] = [];
  const wanted = declaredPorts(declared, node);
  for (const port of wanted) {
    if (container.ports.some((published) => samePort(port, published))) continue;
    const proxy = proxies.find((candidate) => candidate.node === node.name && samePort(port, candidate));
    if (proxy?.running && (proxy.target === container.address || container.state !== 'running')) continue;
    const subject = `port ${portText(port)}`;
    const toNode = `${node.name}:${port.containerPort}/${port.protocol}`;
    // socket-proxyd forwards streams only.
    const possible = port.protocol === 'TCP' && port.hostPort > 0;
    const found =
      proxy === undefined
        ? 'not mapped'
        : proxy.running
          ? `forwarded to the node’s former address ${proxy.target}`
          : 'its proxy is stopped';
    differences.push({
      subject,
      declared: `mapped to ${toNode}`,
      found,
      ...(possible ? { remedy: 'in place', change: { kind: 'add proxy', node: node.name, port } } : { remedy: 'recreate' }),
    });
  }
  for (const published of container.ports) {
    const ofApiServer = node.role === 'control-plane' && published.containerPort === 6443;
    if (ofApiServer || wanted.some((port) => samePort(port, published))) continue;
    differences.push({
      subject: `port ${portText(published)}`,
      declared: 'not mapped',
      found: `mapped to ${node.name}:${published.containerPort}`,
      remedy: 'recreate',
    });
  }
  return differences;
}

/** The port mappings of a node with kind's defaults filled in. */
export function declaredPorts({ config }: DeclaredCluster, { node }: DeclaredNode): DeclaredPort[] {
  const wildcard = config.networking?.ipFamily === 'ipv6' ? '::' : '0.0.0.0';
  return (node.extraPortMappings ?? []).map((mapping: KindPortMapping) => ({
    containerPort: mapping.containerPort ?? 0,
    hostPort: mapping.hostPort ?? 0,
    address: mapping.listenAddress || wildcard,
    protocol: mapping.protocol ?? 'TCP',
  }));
}

// A host port of 0 or -1 is one that kind or Docker picks.
function samePort(declared: DeclaredPort, found: DeclaredPort): boolean {
  return (
    declared.containerPort === found.containerPort &&
    declared.protocol === found.protocol &&
    (declared.hostPort <= 0 || (declared.hostPort === found.hostPort && declared.address === found.address))
  );
}

function portText({ address, hostPort, protocol }: DeclaredPort): string {
  return `${address.includes(':') ? `[${address}]` : address}:${hostPort}${protocol === 'TCP' ? '' : `/${protocol}`}`;
}

/** The lines that tell a person how a cluster differs. */
export function describeDifference({ subject, declared, found, remedy }: Difference): string {
  return `${subject}: declared ${declared}, found ${found} → ${remedy}`;
}

/** The error that a cluster is not what dist/ declares, so that nobody has consented to its end. */
export function refusal({ name, file }: DeclaredCluster, differences: readonly Difference[], hint: string): UserError {
  return new UserError(
    ExitStatus.refused,
    [
      `The cluster ${name} differs from ${file} in what kind cannot change:`,
      ...differences.map((difference) => `  ${describeDifference(difference)}`),
    ].join('\n'),
    `The cluster is as it was. ${hint}`,
  );
}

import type { Programs } from '../process';
import {
  type ClusterContainers,
  docker,
  type NodeContainer,
  PROXY_LABEL,
  PROXY_NODE_LABEL,
  PROXY_TARGET_LABEL,
} from './containers';
import type { DeclaredPort } from './differences';

const NETWORK_NAMES = '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}';

/**
 * Publishes a port of a running cluster that its node does not: a small container on the node's network, made from the
 * node's own image, which holds systemd-socket-proxyd.
 *
 * It forwards to the node's address, not its name, which resolves to IPv6 first where a NodePort of an IPv4 cluster does
 * not listen.
 */
export async function addProxy(programs: Programs, cluster: string, node: NodeContainer, port: DeclaredPort): Promise<void> {
  const name = proxyName(cluster, port);
  await removeProxy(programs, name);
  const { stdout } = await docker(programs, ['inspect', '--format', NETWORK_NAMES, node.name]);
  const network = stdout.trim().split('\n')[0] || 'kind';
  const host = port.address.includes(':') ? `[${port.address}]` : port.address;
  const target = node.address.includes(':') ? `[${node.address}]` : node.address;
  const run = [
    'run',
    '--detach',
    ...['--name', name, '--network', network, '--restart', 'on-failure:1'],
    ...['--label', `${PROXY_LABEL}=${cluster}`, '--label', `${PROXY_NODE_LABEL}=${node.name}`],
    ...['--label', `${PROXY_TARGET_LABEL}=${node.address}`],
    ...['--publish', `${host}:${port.hostPort}:${port.containerPort}`],
    ...['--entrypoint', 'systemd-socket-activate', node.image],
    ...['--listen', String(port.containerPort), '/lib/systemd/systemd-socket-proxyd', `${target}:${port.containerPort}`],
  ];
  try {
    await docker(programs, run);
  } catch (error) {
    // Docker keeps the container whose port it could not publish.
    await removeProxy(programs, name);
    throw error;
  }
}

/** Removes a proxy and the volume that its image declares, if it is there. */
export async function removeProxy(programs: Programs, name: string): Promise<void> {
  await programs.run('docker', ['rm', '--force', '--volumes', name], { allowFailure: true, timeoutMs: 60_000 });
}

/** kind knows nothing of our proxies: they go before the cluster that they lead to, and free its host ports. */
export async function removeProxies(programs: Programs, { proxies }: ClusterContainers): Promise<void> {
  for (const { name } of proxies) await removeProxy(programs, name);
}

/** A host port may be mapped once on each address. */
function proxyName(cluster: string, { address, hostPort }: DeclaredPort): string {
  return `${cluster}-port-${hostPort}${address === '127.0.0.1' ? '' : `-on-${address.replace(/[^\w]+/g, '-')}`}`;
}

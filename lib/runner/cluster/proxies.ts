import { ExitStatus, UserError } from '../errors';
import type { Programs } from '../process';
import {
  type ClusterContainers,
  docker,
  NO_SUCH_CONTAINER,
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
 *
 * @throws UserError (3) when a container that is not ours has its name, or Docker cannot publish the port
 */
export async function addProxy(programs: Programs, cluster: string, node: NodeContainer, port: DeclaredPort): Promise<void> {
  const name = proxyName(cluster, port);
  const holder = await proxyOf(programs, name);
  if (holder !== undefined && holder !== cluster) throw notOurs(name, port);
  if (holder !== undefined) await removeProxy(programs, name);
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
    // Docker keeps the container whose port it could not publish. What it said of that matters more than of this.
    await removeProxy(programs, name).catch(() => {});
    throw error;
  }
}

/**
 * Removes a proxy and the volume that its image declares, if it is there.
 * @throws UserError (3) when it could not be removed: it would keep its host port
 */
export async function removeProxy(programs: Programs, name: string): Promise<void> {
  await ifThere(docker(programs, ['rm', '--force', '--volumes', name]));
}

/** The cluster that the container of a name is a proxy of, empty of one that is none; undefined where there is no container. */
async function proxyOf(programs: Programs, name: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${PROXY_LABEL}"}}`;
  const found = await ifThere(docker(programs, ['inspect', '--type', 'container', '--format', format, name]));
  return found?.stdout.trim();
}

async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof UserError && NO_SUCH_CONTAINER.test(error.message)) return undefined;
    throw error;
  });
}

function notOurs(name: string, { hostPort }: DeclaredPort): UserError {
  return new UserError(
    ExitStatus.machine,
    `The container ${name} is in the way: it has the name of the one that would forward port ${hostPort}, and is not ours.`,
    `Rename it, then run the command again:\ndocker rename ${name} OTHER`,
  );
}

/** kind knows nothing of our proxies: they go before the cluster that they lead to, and free its host ports. */
export async function removeProxies(programs: Programs, { proxies }: ClusterContainers): Promise<void> {
  for (const { name } of proxies) await removeProxy(programs, name);
}

/** A host port may be mapped once on each address. */
function proxyName(cluster: string, { address, hostPort }: DeclaredPort): string {
  return `${cluster}-port-${hostPort}${address === '127.0.0.1' ? '' : `-on-${address.replace(/[^\w]+/g, '-')}`}`;
}

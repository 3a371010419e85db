import type { Programs } from '../process';
import { docker, type NodeContainer, PROXY_LABEL, PROXY_NODE_LABEL, PROXY_TARGET_LABEL } from './containers';
import type { DeclaredPort } from './differences';

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
  const { stdout } = await docker(programs, ['inspect', '--format', '{{json .NetworkSettings.Networks}}', node.name]);
  const network = Object.keys(JSON.parse(stdout) as object)[0] ?? 'kind';
  const host = port.address.includes(':') ? `[${port.address}]` : port.address;
  const target = node.address.includes(':') ? `[${node.address}]` : node.address;
  await docker(programs, [
    'run',
    '--detach',
    ...['--name', name, '--network', network, '--restart', 'on-failure:1'],
    ...['--label', `${PROXY_LABEL}=${cluster}`, '--label', `${PROXY_NODE_LABEL}=${node.name}`],
    ...['--label', `${PROXY_TARGET_LABEL}=${node.address}`],
    ...['--publish', `${host}:${port.hostPort}:${port.containerPort}`],
    ...['--entrypoint', 'systemd-socket-activate', node.image],
    ...['--listen', String(port.containerPort), '/lib/systemd/systemd-socket-proxyd', `${target}:${port.containerPort}`],
  ]);
}

/** Removes a proxy and the volume that its image declares, if it is there. */
export async function removeProxy(programs: Programs, name: string): Promise<void> {
  await programs.run('docker', ['rm', '--force', '--volumes', name], { allowFailure: true, timeoutMs: 60_000 });
}

function proxyName(cluster: string, { hostPort }: DeclaredPort): string {
  return `${cluster}-port-${hostPort}`;
}

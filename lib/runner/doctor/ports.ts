import type { DeclaredCluster } from '../declared';

/** A port of the host that the cluster will publish. */
export interface WantedPort {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** What it is published for. */
  readonly purpose: string;
}

/** A wanted port that cannot be had. */
export interface TakenPort extends WantedPort {
  /** Whether something holds it, or the address is none of this machine's. */
  readonly reason: 'held' | 'no-such-address';
  /** Who holds it, where that can be known: a container or a process. */
  readonly holder?: string;
  /** The kind cluster of the container that holds it. */
  readonly cluster?: string;
}

/** A port that a running container publishes. */
export interface PublishedPort {
  readonly container: string;
  readonly cluster?: string;
  readonly address: string;
  readonly first: number;
  readonly last: number;
  readonly protocol: string;
}

/** The ports that a cluster wants; those that kind or Docker choose are none. */
export function wantedPorts({ config, nodes }: DeclaredCluster): WantedPort[] {
  const anyAddress = config.networking?.ipFamily === 'ipv6' ? '::' : '0.0.0.0';
  const mapped = nodes.flatMap(({ name, node }) =>
    (node.extraPortMappings ?? []).map(({ hostPort = 0, containerPort, listenAddress, protocol }) => ({
      address: listenAddress || anyAddress,
      port: hostPort,
      protocol: protocol ?? ('TCP' as const),
      purpose: `port ${containerPort} of ${name}`,
    })),
  );
  const { apiServerPort = 0, apiServerAddress } = config.networking ?? {};
  const loopback = config.networking?.ipFamily === 'ipv6' ? '::1' : '127.0.0.1';
  const apiServer = {
    address: apiServerAddress || loopback,
    port: apiServerPort,
    protocol: 'TCP' as const,
    purpose: 'the API server',
  };
  return [...mapped, apiServer].filter(({ port }) => port > 0);
}

/** How `docker ps` is asked for what `parsePublished` reads: a container a line, its fields apart by tabs. */
export const PUBLISHED_FORMAT = [
  '{{.Names}}',
  '{{.Label "io.x-k8s.kind.cluster"}}',
  '{{.Label "cdk8s-kind.proxy-of"}}',
  '{{.Ports}}',
].join('\t');

/** Reads lines such as `kind-worker⇥kind⇥⇥127.0.0.1:30080->30080/tcp, 0.0.0.0:8000-8010->8000-8010/tcp`. */
export function parsePublished(stdout: string): PublishedPort[] {
  return stdout.split('\n').flatMap((line) => {
    const [container = '', ofKind, proxyOf, ports = ''] = line.split('\t');
    const cluster = ofKind || proxyOf;
    return ports.split(', ').flatMap((text) => {
      const match = /^\[?(.+?)\]?:(\d+)(?:-(\d+))?->[\d-]+\/(\w+)$/.exec(text);
      if (match === null) return [];
      const [, address = '', first, last = first, protocol = ''] = match;
      return [
        {
          container,
          ...(cluster && { cluster }),
          address,
          first: Number(first),
          last: Number(last),
          protocol: protocol.toUpperCase(),
        },
      ];
    });
  });
}

/** The container that keeps a wanted port from being had. */
export function publisherOf(wanted: WantedPort, published: readonly PublishedPort[]): PublishedPort | undefined {
  return published.find(
    ({ address, first, last, protocol }) =>
      protocol === wanted.protocol &&
      first <= wanted.port &&
      wanted.port <= last &&
      (address === wanted.address || isAny(address) || isAny(wanted.address)),
  );
}

/**
 * The process that listens on a port, from what `ss -H -l -n -p -t -u` wrote, in whose lines the local address comes before the peer's:
 * `tcp LISTEN 0 511 127.0.0.1:30080 0.0.0.0:* users:(("nginx",pid=12,fd=6))`.
 */
export function listenerOf({ port, protocol }: WantedPort, stdout: string): string | undefined {
  for (const line of stdout.split('\n')) {
    const [transport = '', ...fields] = line.trim().split(/\s+/);
    const local = fields.find((field) => field.includes(':')) ?? '';
    if (transport !== protocol.toLowerCase() || !local.endsWith(`:${port}`)) continue;
    const user = /\("([^"]+)",pid=(\d+)/.exec(line);
    if (user !== null) return `${user[1]} (process ${user[2]})`;
  }
  return undefined;
}

function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

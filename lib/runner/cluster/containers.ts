import { setTimeout as sleep } from 'node:timers/promises';
import { JOIN_DOCKER } from '../doctor/judge';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';

/** A node of a kind cluster as Docker knows it. */
export interface NodeContainer {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly state: ContainerState;
  /** When it was started last, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly image: string;
  readonly ports: readonly PublishedPort[];
  /** Folders and files of the host; not its volumes. */
  readonly mounts: readonly { readonly source: string; readonly destination: string }[];
  /** Its address on Docker's network; empty while it is stopped. */
  readonly address: string;
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface PublishedPort {
  readonly containerPort: number;
  readonly protocol: string;
  readonly address: string;
  readonly hostPort: number;
}

/** A container of ours that forwards a host port to a node port which the node's own container does not publish. */
export interface ProxyContainer extends PublishedPort {
  readonly name: string;
  readonly running: boolean;
  /** The node that it forwards to, and the address that the node had when the proxy was made. */
  readonly node: string;
  readonly target: string;
}

export const PROXY_LABEL = 'cdk8s-kind.proxy-of';
export const PROXY_NODE_LABEL = 'cdk8s-kind.node';
export const PROXY_TARGET_LABEL = 'cdk8s-kind.target';

export interface ClusterContainers {
  readonly nodes: readonly NodeContainer[];
  readonly proxies: readonly ProxyContainer[];
  /** What kind puts before several control planes. */
  readonly balancers: readonly NodeContainer[];
}

const BALANCER_ROLE = 'external-load-balancer';

/**
 * The containers of a kind cluster, running or not.
 * @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/docker/constants.go for the labels
 * @throws UserError (3) when Docker does not answer
 */
export async function clusterContainers(
  programs: Programs,
  cluster: string,
  options: AskOptions = {},
): Promise<ClusterContainers> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askContainers(programs, cluster, options);
    } catch (error) {
      // One that was listed is gone, because somebody removes it at this moment, or Docker is still making it: it lists a node while it
      // fills its volumes, which took 5 s here, and says more of it only then.
      if (attempt === LISTINGS || !NO_SUCH_CONTAINER.test((error as Error).message)) throw error;
      await sleep(LISTING_INTERVAL_MS);
    }
  }
}

/** Docker's word, in the message of the error. */
export const NO_SUCH_CONTAINER = /no such container/i;

const LISTINGS = 100;
const LISTING_INTERVAL_MS = 200;

async function askContainers(programs: Programs, cluster: string, options: AskOptions): Promise<ClusterContainers> {
  const [ofKind, proxyIds] = await Promise.all([
    nodeIds(programs, cluster, options),
    idsOf(programs, `${PROXY_LABEL}=${cluster}`, options),
  ]);
  if (ofKind.length + proxyIds.length === 0) return { nodes: [], proxies: [], balancers: [] };
  const { stdout } = await docker(programs, ['inspect', '--type', 'container', ...ofKind, ...proxyIds], options);
  const inspected = parseInspect(stdout);
  const proxyIdSet = new Set(proxyIds);
  const nodes = inspected
    .filter((c) => !proxyIdSet.has(c.Id))
    .map(asNode)
    .sort(byName);
  return {
    nodes: nodes.filter(({ role }) => role !== BALANCER_ROLE),
    proxies: inspected
      .filter((c) => proxyIdSet.has(c.Id))
      .map(asProxy)
      .sort(byName),
    balancers: nodes.filter(({ role }) => role === BALANCER_ROLE),
  };
}

/** The containers that kind made for a cluster, a load balancer among them; also one that Docker is only making. */
export function nodeIds(programs: Programs, cluster: string, options: AskOptions = {}): Promise<string[]> {
  return idsOf(programs, `io.x-k8s.kind.cluster=${cluster}`, options);
}

async function idsOf(programs: Programs, label: string, options: AskOptions): Promise<string[]> {
  const { stdout } = await docker(programs, ['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`], options);
  return stdout.split('\n').filter((id) => id !== '');
}

export interface AskOptions {
  /** @default 60000 */
  readonly timeoutMs?: number;
  /** Ask also after an interrupt, to clear up. @default false */
  readonly clearingUp?: boolean;
}

/** Runs Docker; a daemon that does not answer is the user's to mend, and is said in a sentence. */
export async function docker(
  programs: Programs,
  args: readonly string[],
  { timeoutMs = 60_000, clearingUp = false }: AskOptions = {},
): Promise<{ stdout: string }> {
  const result = await programs.run('docker', args, { allowFailure: true, timeoutMs, clearingUp }).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new UserError(
      ExitStatus.machine,
      `Docker does not answer: docker ${args[0]} did not end within ${timeoutMs / 1000} s.`,
      'Restart Docker, then run the command again.',
      { cause: error },
    );
  });
  if (result.exitCode === 0) return result;
  const gone = dockerGone(result.stderr);
  if (gone !== undefined) throw gone;
  // Not that of a port below 1024, which a rootless Docker may not bind.
  if (/permission denied while trying to connect|dial unix .*connect: permission denied/i.test(result.stderr)) {
    throw new UserError(ExitStatus.machine, `Docker refuses this user: ${firstLine(result.stderr)}`, JOIN_DOCKER);
  }
  throw new UserError(
    ExitStatus.machine,
    `docker ${args[0]} failed: ${firstLine(result.stderr) || `exit status ${result.exitCode}`}`,
    'npm run doctor looks for what is wrong.',
  );
}

const GONE = /cannot connect to the docker daemon|is the docker daemon running|error during connect/i;

/** The error that Docker does not answer, if that is what docker says, or a program that repeats its words. */
export function dockerGone(words: string): UserError | undefined {
  const line = words.split('\n').find((text) => GONE.test(text));
  if (line === undefined) return undefined;
  return new UserError(
    ExitStatus.machine,
    `Docker does not answer: ${line.replace(/^Command Output: /, '').trim()}`,
    'Start Docker, then run the command again; npm run doctor says how.',
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { readonly Image: string; readonly Labels: Readonly<Record<string, string>> };
  readonly State: { readonly Status: ContainerState; readonly StartedAt: string };
  readonly HostConfig: {
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>> | null;
  };
  readonly Mounts: readonly { readonly Type: string; readonly Source: string; readonly Destination: string }[] | null;
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { IPAddress: string; GlobalIPv6Address?: string }>> | null;
  };
}

function parseInspect(stdout: string): Inspected[] {
  try {
    return JSON.parse(stdout) as Inspected[];
  } catch (error) {
    throw new UserError(
      ExitStatus.machine,
      `docker inspect answered with what is not JSON: ${(error as Error).message}`,
      'npm run doctor looks for what is wrong.',
    );
  }
}

function asNode(c: Inspected): NodeContainer {
  return {
    id: c.Id,
    name: c.Name.replace(/^\//, ''),
    role: c.Config.Labels['io.x-k8s.kind.role'] ?? '',
    state: c.State.Status,
    startedAtMs: Date.parse(c.State.StartedAt),
    image: c.Config.Image,
    ports: publishedPorts(c),
    mounts: (c.Mounts ?? [])
      .filter(({ Type }) => Type === 'bind')
      .map(({ Source, Destination }) => ({ source: Source, destination: Destination })),
    address: addressOf(c),
  };
}

/** IPv6 where there is no other: then the cluster is an IPv6 one. */
function addressOf({ NetworkSettings }: Inspected): string {
  const network = Object.values(NetworkSettings.Networks ?? {})[0];
  return network?.IPAddress || network?.GlobalIPv6Address || '';
}

function asProxy(c: Inspected): ProxyContainer {
  const port = publishedPorts(c)[0];
  return {
    name: c.Name.replace(/^\//, ''),
    running: c.State.Status === 'running',
    node: c.Config.Labels[PROXY_NODE_LABEL] ?? '',
    target: c.Config.Labels[PROXY_TARGET_LABEL] ?? '',
    containerPort: port?.containerPort ?? 0,
    hostPort: port?.hostPort ?? 0,
    address: port?.address ?? '',
    protocol: port?.protocol ?? 'TCP',
  };
}

// The bindings of HostConfig, unlike those of NetworkSettings, are there while the container is stopped.
function publishedPorts({ HostConfig }: Inspected): PublishedPort[] {
  return Object.entries(HostConfig.PortBindings ?? {}).flatMap(([key, bindings]) => {
    const [port, protocol = 'tcp'] = key.split('/');
    return (bindings ?? []).map((binding) => ({
      containerPort: Number(port),
      protocol: protocol.toUpperCase(),
      address: binding.HostIp === '' ? '0.0.0.0' : binding.HostIp,
      hostPort: Number(binding.HostPort),
    }));
  });
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

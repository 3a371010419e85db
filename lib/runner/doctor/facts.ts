import { readFileSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCpuList, sizeMounts } from '../../kind/node-size';
import type { DeclaredCluster } from '../declared';
import { UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';
import { type BindResult, tryBind } from './bind';
import {
  listenerOf,
  PUBLISHED_FORMAT,
  type PublishedPort,
  parsePublished,
  publisherOf,
  type TakenPort,
  wantedPorts,
} from './ports';

/** What there is on this machine. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly docker: DockerFacts;
  /** What each program says of its version; absent where it is not on the PATH or does not answer. */
  readonly kind?: string;
  readonly kubectl?: string;
  readonly curl?: string;
  /** The declared host ports that cannot be had. */
  readonly takenPorts: readonly TakenPort[];
  /** The CPUs that each sized node will show, by the node's name. */
  readonly shownCpus: Readonly<Record<string, readonly number[]>>;
  /** Which of the declared node images the local Docker lacks. */
  readonly missingImages: readonly string[];
  /** Absent where the kernel does not say, as on macOS. */
  readonly inotify?: { readonly instances: number; readonly watches: number };
}

export type DockerFacts =
  | { readonly state: 'missing' }
  | { readonly state: 'stopped' | 'forbidden'; readonly says: string }
  | {
      readonly state: 'running';
      readonly version: string;
      readonly cpus: number;
      readonly memoryBytes: number;
      readonly cgroupVersion: string;
      /** Absent where Docker keeps its files on another machine, as Docker Desktop does in its own. */
      readonly disk?: { readonly folder: string; readonly freeBytes: number };
    };

/** Looks at the machine; it changes nothing. A program that is missing or broken is a fact, not an error. */
export async function gatherFacts(programs: Programs, cluster?: DeclaredCluster, bind = tryBind): Promise<MachineFacts> {
  const says = async (program: string, args: readonly string[]) => (await ask(programs, program, args))?.stdout.trim();
  const images = [...new Set(cluster?.nodes.map(({ node }) => node.image).filter((image) => image !== undefined))];
  const [docker, kind, kubectl, curl, takenPorts, missingImages, inotify] = await Promise.all([
    dockerFacts(programs),
    says('kind', ['version']),
    says('kubectl', ['version', '--client']),
    says('curl', ['--version']),
    cluster === undefined ? [] : takenAmong(programs, cluster, bind),
    lackedImages(programs, images),
    inotifyLimits(),
  ]);
  return {
    platform: process.platform,
    docker,
    ...(kind !== undefined && { kind }),
    ...(kubectl !== undefined && { kubectl }),
    ...(curl !== undefined && { curl: curl.split('\n')[0] ?? '' }),
    takenPorts,
    shownCpus: cluster === undefined ? {} : shownCpus(cluster),
    missingImages,
    ...(inotify !== undefined && { inotify }),
  };
}

/** What a program answers; undefined where it is missing, fails or takes too long. */
async function ask(programs: Programs, program: string, args: readonly string[]) {
  try {
    return await programs.run(program, args, { timeoutMs: 20_000 });
  } catch (error) {
    if (error instanceof UserError || error instanceof ProgramFailed) return undefined;
    throw error;
  }
}

export async function dockerFacts(programs: Programs): Promise<DockerFacts> {
  const args = ['info', '--format', '{{json .}}'];
  try {
    const { exitCode, stdout, stderr } = await programs.run('docker', args, { allowFailure: true, timeoutMs: 20_000 });
    return await readDockerInfo(exitCode, stdout, stderr);
  } catch (error) {
    if (error instanceof UserError) return { state: 'missing' };
    if (error instanceof ProgramFailed) return { state: 'stopped', says: 'it did not answer within 20 s' };
    throw error;
  }
}

interface DockerInfo {
  readonly ServerVersion?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly CgroupVersion?: string;
  readonly DockerRootDir?: string;
  readonly OperatingSystem?: string;
  readonly ServerErrors?: readonly string[] | null;
}

async function readDockerInfo(exitCode: number, stdout: string, stderr: string): Promise<DockerFacts> {
  let info: DockerInfo = {};
  try {
    info = JSON.parse(stdout || '{}') as DockerInfo;
  } catch {
    // Some versions write their error where the JSON should be; it is shown as it is.
  }
  // Old clients exit with 0 when the daemon does not answer, and say so in the JSON only.
  if (exitCode !== 0 || !info.ServerVersion) {
    const text = (info.ServerErrors?.[0] ?? stderr.trim()) || stdout.trim();
    return { state: /permission denied/i.test(text) ? 'forbidden' : 'stopped', says: text.split('\n')[0] ?? '' };
  }
  const disk = info.OperatingSystem === 'Docker Desktop' ? undefined : await freeSpace(info.DockerRootDir ?? '/var/lib/docker');
  return {
    state: 'running',
    version: info.ServerVersion,
    cpus: info.NCPU ?? 0,
    memoryBytes: info.MemTotal ?? 0,
    cgroupVersion: info.CgroupVersion ?? '',
    ...(disk !== undefined && { disk }),
  };
}

async function freeSpace(folder: string) {
  const stats = await statfs(folder).catch(() => undefined);
  return stats === undefined ? undefined : { folder, freeBytes: stats.bavail * stats.bsize };
}

async function lackedImages(programs: Programs, images: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    images.map(async (image) =>
      (await ask(programs, 'docker', ['image', 'inspect', '--format', '{{.Id}}', image])) ? [] : [image],
    ),
  );
  return found.flat();
}

async function takenAmong(programs: Programs, cluster: DeclaredCluster, bind: typeof tryBind): Promise<TakenPort[]> {
  const wanted = wantedPorts(cluster);
  const [ps, results] = await Promise.all([
    ask(programs, 'docker', ['ps', '--format', PUBLISHED_FORMAT]),
    Promise.all(wanted.map((port) => bind(port))),
  ]);
  const published = parsePublished(ps?.stdout ?? '');
  const found = wanted.flatMap((port, index) => taken(port, results[index] ?? 'free', published));
  const unknown = found.some(({ reason, holder }) => reason === 'held' && holder === undefined);
  const sockets =
    unknown && process.platform === 'linux' ? await ask(programs, 'ss', ['-H', '-l', '-n', '-p', '-t', '-u']) : undefined;
  return found.map((port) => {
    const holder = port.holder ?? (port.reason === 'held' ? listenerOf(port, sockets?.stdout ?? '') : undefined);
    return { ...port, ...(holder !== undefined && { holder }) };
  });
}

function taken(
  port: ReturnType<typeof wantedPorts>[number],
  result: BindResult,
  published: readonly PublishedPort[],
): TakenPort[] {
  const publisher = publisherOf(port, published);
  if (publisher !== undefined) {
    const { container, cluster } = publisher;
    return [{ ...port, reason: 'held', holder: `the container ${container}`, ...(cluster !== undefined && { cluster }) }];
  }
  return result === 'free' ? [] : [{ ...port, reason: result }];
}

function shownCpus(cluster: DeclaredCluster): Record<string, readonly number[]> {
  const shown: Record<string, readonly number[]> = {};
  for (const { name, node, size } of cluster.nodes) {
    const folder = sizeMounts(node).cpus;
    if (size === undefined || folder === undefined) continue;
    shown[name] = parseCpuList(readFileSync(join(folder, 'online'), 'utf8')) ?? [];
  }
  return shown;
}

async function inotifyLimits() {
  const read = async (name: string) => Number(await readFile(`/proc/sys/fs/inotify/${name}`, 'utf8'));
  try {
    return { instances: await read('max_user_instances'), watches: await read('max_user_watches') };
  } catch {
    return undefined;
  }
}

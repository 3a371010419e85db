import { readFile } from 'node:fs/promises';
import type { DeclaredCluster } from '../declared';
import { gatherFacts, type MachineFacts } from '../doctor/facts';
import { UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';
import { MIRROR_VARIABLE } from './download';
import { fits } from './fit';

/** What setup has to know of a machine to plan. */
export interface SetupFacts {
  readonly machine: MachineFacts;
  readonly arch: NodeJS.Architecture;
  /** As /etc/os-release says it: `debian` and `12`. */
  readonly distribution?: { readonly id: string; readonly version: string };
  /** How this user installs packages of the system. */
  readonly privilege: 'root' | 'sudo' | 'none';
  readonly has: Readonly<Record<'apt-get' | 'brew' | 'winget' | 'go', boolean>>;
  /** The declared images, of nodes and workloads, that Docker lacks. */
  readonly lackedImages: readonly string[];
  /** Whether a registry for those images answers; undefined where none is lacked. */
  readonly registryAnswers?: boolean;
  /** Whether the server that kind is published on answers; undefined where nothing has to be fetched from it. */
  readonly releasesAnswer?: boolean;
}

/**
 * Looks at the machine. The network is asked only where something is missing.
 *
 * @param images the images of the workloads
 */
export async function gatherSetupFacts(
  programs: Programs,
  cluster: DeclaredCluster | undefined,
  images: readonly string[],
  probe = serverAnswers,
): Promise<SetupFacts> {
  const has = async (program: string, args = ['--version']) => (await answers(programs, program, args)) !== undefined;
  const [machine, distribution, lackedImages, apt, brew, winget, go, sudo] = await Promise.all([
    gatherFacts(programs, cluster),
    readDistribution(),
    lacked(programs, images),
    has('apt-get'),
    process.platform === 'darwin' && has('brew'),
    process.platform === 'win32' && has('winget'),
    has('go', ['version']),
    has('sudo'),
  ]);
  const allLacked = [...machine.missingImages, ...lackedImages];
  const [registry, releases] = await Promise.all([
    allLacked[0] === undefined ? undefined : probe(registryOf(allLacked[0])),
    fits('kind', machine.kind) && fits('kubectl', machine.kubectl)
      ? undefined
      : process.env[MIRROR_VARIABLE]
        ? true
        : probe('https://github.com/'),
  ]);
  return {
    machine,
    arch: process.arch,
    ...(distribution !== undefined && { distribution }),
    privilege: process.getuid?.() === 0 ? 'root' : sudo ? 'sudo' : 'none',
    has: { 'apt-get': apt, brew, winget, go },
    lackedImages: allLacked,
    ...(registry !== undefined && { registryAnswers: registry }),
    ...(releases !== undefined && { releasesAnswer: releases }),
  };
}

async function lacked(programs: Programs, images: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    images.map(async (image) => {
      const id = await answers(programs, 'docker', ['image', 'inspect', '--format', '{{.Id}}', image]);
      return id === undefined ? [image] : [];
    }),
  );
  return found.flat();
}

async function answers(programs: Programs, program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await programs.run(program, args, { timeoutMs: 20_000 })).stdout;
  } catch (error) {
    if (error instanceof UserError || error instanceof ProgramFailed) return undefined;
    throw error;
  }
}

async function readDistribution() {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1];
  const id = field('ID');
  return id === undefined ? undefined : { id, version: field('VERSION_ID') ?? '' };
}

/** Where the registry of an image says that it is there. */
function registryOf(image: string): string {
  const first = image.split('/')[0] ?? '';
  const named = image.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return `https://${named ? first : 'registry-1.docker.io'}/v2/`;
}

/** Whether a server answers at all; that it wants a login is an answer too. */
async function serverAnswers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

import { join } from 'node:path';
import { type PodSpec, podTemplateOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import type { Programs } from '../process';

/** An image of a workload that the local Docker has. */
export interface LocalImage {
  /** As the manifests name it. */
  readonly name: string;
  readonly id: string;
  /** What it is for: `linux/arm64`. Absent where Docker does not say. */
  readonly platform?: string;
}

/** Every image that the pods of the declared workloads run, once. */
export function workloadImages({ objects }: Declared): string[] {
  return [...new Set(objects.flatMap(({ object }) => imagesOf(podTemplateOf(object)?.spec ?? {})))].sort();
}

/** Every image that a pod runs. */
export function imagesOf({ initContainers = [], containers = [] }: PodSpec): string[] {
  return [...initContainers, ...containers].map(({ image }) => image).filter((image) => image !== undefined);
}

/** Those of the images that the local Docker has; the nodes pull the others. */
export async function localImages(programs: Programs, names: readonly string[]): Promise<LocalImage[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const args = ['image', 'inspect', '--format', '{{.Id}} {{.Os}}/{{.Architecture}}', name];
      const { exitCode, stdout } = await programs.run('docker', args, { allowFailure: true, timeoutMs: 60_000 });
      const [id = '', platform = ''] = stdout.trim().split(' ');
      return exitCode === 0 ? { name, id, ...(platform.length > 1 && { platform }) } : undefined;
    }),
  );
  return found.filter((image) => image !== undefined);
}

/**
 * The reference that containerd knows an image by: `nginx` is `docker.io/library/nginx:latest`.
 * @see https://github.com/distribution/reference/blob/main/normalize.go
 */
export function fullReference(image: string): string {
  const slash = image.indexOf('/');
  const first = slash === -1 ? '' : image.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const path = hasRegistry ? image : `docker.io/${slash === -1 ? 'library/' : ''}${image}`;
  return /:[^/]+$/.test(path) ? path : `${path}:latest`;
}

/**
 * Whether a node has an image, by its name and its identity: an image that was built anew under the same tag is another one.
 *
 * Docker's containerd store names an image by its manifest. Docker's own store names it by its configuration, under which the
 * node's CRI lists it a second time.
 *
 * @param listed what `ctr images list` wrote in the node
 */
export function nodeHas(image: LocalImage, listed: string): boolean {
  const digests = digestsByReference(listed);
  const digest = digests.get(fullReference(image.name));
  return digest !== undefined && (digest === image.id || digest === digests.get(image.id));
}

/** The images of a node by their references. @param listed what `ctr images list` wrote in it */
export function digestsByReference(listed: string): Map<string, string> {
  return new Map(
    listed.split('\n').map((line) => {
      const [reference = '', , digest = ''] = line.split(/\s+/);
      return [reference, digest];
    }),
  );
}

/** What `ctr images list` writes in a node; undefined while its containerd does not answer. */
export async function listImages(programs: Programs, node: string): Promise<string | undefined> {
  const args = ['exec', node, 'ctr', '--namespace=k8s.io', 'images', 'list'];
  const { exitCode, stdout } = await programs.run('docker', args, { allowFailure: true, timeoutMs: 60_000 });
  return exitCode === 0 ? stdout : undefined;
}

/** Whether the containerd of a node answers and lacks the image; undefined while it does not answer. */
export async function nodeLacks(programs: Programs, node: string, image: LocalImage): Promise<boolean | undefined> {
  const listed = await listImages(programs, node);
  return listed === undefined ? undefined : !nodeHas(image, listed);
}

export interface Archive {
  readonly image: LocalImage;
  readonly file: string;
  readonly allPlatforms: boolean;
  /** What Docker is for, and the nodes with it. */
  readonly nodePlatform: string;
}

/** The other platforms whose programs a processor runs by itself. */
const ALSO_RUNS: Readonly<Record<string, string>> = { 'linux/amd64': 'linux/386', 'linux/arm64': 'linux/arm' };

/** Whether an image can run on nodes without emulation. */
export function runsOn({ platform }: LocalImage, nodePlatform: string): boolean {
  return platform === undefined || [nodePlatform, ALSO_RUNS[nodePlatform]].includes(platform);
}

/**
 * Writes an image to a file that containerd can import.
 *
 * Docker's containerd store keeps the index of all platforms but the layers of one: only a save of that one platform can be
 * imported (kind#3795), which Docker can from API 1.48 on.
 */
export async function saveImage(programs: Programs, image: LocalImage, folder: string): Promise<Archive> {
  const file = join(folder, `${image.id.replace(/[^\w]/g, '-')}.tar`);
  const { stdout } = await programs.run(
    'docker',
    ['version', '--format', '{{.Server.APIVersion}} {{.Client.APIVersion}} {{.Server.Os}}/{{.Server.Arch}}'],
    {
      timeoutMs: 60_000,
    },
  );
  const [server = '', client = '', nodePlatform = ''] = stdout.trim().split(' ');
  const onePlatform = [server, client].every((version) => atLeast(version, [1, 48]));
  const args = onePlatform
    ? ['image', 'save', '--platform', image.platform ?? nodePlatform, image.name]
    : ['image', 'save', image.name];
  await programs.run('docker', args, { stdoutFile: file });
  // Without being told so, a node leaves out what is not for it.
  return { image, file, allPlatforms: !onePlatform || !runsOn(image, nodePlatform), nodePlatform };
}

/** Imports a saved image into the containerd of a node. */
export async function importImage(programs: Programs, node: string, archive: Archive): Promise<void> {
  const args = ['--namespace=k8s.io', 'images', 'import', ...(archive.allPlatforms ? ['--all-platforms'] : []), '--digests', '-'];
  await programs.run('docker', ['exec', '--interactive', node, 'ctr', ...args], { stdinFile: archive.file });
}

function atLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ours = 0, theirs = 0] = version.split('.').map(Number);
  return ours > major || (ours === major && theirs >= minor);
}

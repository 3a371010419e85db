import type { Declared } from '../declared';
import { ExitStatus, UserError } from '../errors';
import { commandLine, ProgramFailed, type Programs } from '../process';
import { withTemporaryFolder } from '../temporary';
import { imageNodes } from './image-nodes';
import { type Archive, importImage, type LocalImage, localImages, nodeLacks, runsOn, saveImage } from './images';

/** An image that was brought to nodes. */
export interface Loaded {
  readonly image: string;
  readonly nodes: readonly string[];
  /** What is wrong with it, although it could be brought there. */
  readonly doubt?: string;
}

/**
 * Loads every workload image that the local Docker has into the nodes that its pods may land on and that lack it; the nodes pull the others.
 *
 * A node whose containerd does not answer yet is left out, so that this can
 * also be done while the nodes come up; afterwards it is done once more for what was missed.
 * @throws UserError (3) with Docker's own words when an image cannot be saved or imported
 */
export async function loadImages(programs: Programs, declared: Declared, say: (text: string) => void): Promise<Loaded[]> {
  const nodes = imageNodes(declared);
  const images = await localImages(programs, [...nodes.keys()]);
  const loaded: Loaded[] = [];
  for (const image of images) {
    const lacking = await nodesThatLack(programs, nodes.get(image.name) ?? [], image);
    if (lacking.length === 0) continue;
    say(`${image.name} to ${lacking.join(', ')}`);
    try {
      const { nodePlatform } = await withTemporaryFolder(async (folder) => {
        const archive = await saveImage(programs, image, folder);
        await importIntoAll(programs, lacking, archive);
        return archive;
      });
      const doubt = runsOn(image, nodePlatform) ? {} : { doubt: wrongPlatform(image, nodePlatform) };
      loaded.push({ image: image.name, nodes: lacking, ...doubt });
    } catch (error) {
      throw error instanceof ProgramFailed ? cannotLoad(image, lacking, error) : error;
    }
  }
  return loaded;
}

function wrongPlatform({ name, platform }: LocalImage, nodePlatform: string): string {
  return `image ${name} is for ${platform}, the nodes are ${nodePlatform}: unless they emulate that, its containers end with "exec format error"`;
}

async function nodesThatLack(programs: Programs, nodes: readonly string[], image: LocalImage): Promise<string[]> {
  const lacking = await Promise.all(nodes.map((node) => nodeLacks(programs, node, image)));
  return nodes.filter((_, index) => lacking[index] === true);
}

async function importIntoAll(programs: Programs, nodes: readonly string[], archive: Archive): Promise<void> {
  const imports = nodes.map((node) => importImage(programs, node, archive));
  // When one fails, the others still read the archive.
  await Promise.allSettled(imports);
  await Promise.all(imports);
}

function cannotLoad({ name }: LocalImage, nodes: readonly string[], failed: ProgramFailed): UserError {
  const words = (failed.result.stderr.trim() || failed.result.stdout.trim()).split('\n').at(-1) ?? '';
  return new UserError(
    ExitStatus.machine,
    `The image ${name} could not be loaded into ${nodes.join(', ')}: ${words || `docker exited with ${failed.result.exitCode}`}`,
    /no space left/i.test(words)
      ? 'docker system df shows what takes room; docker system prune frees some.'
      : `Try it by hand:\n${commandLine(failed.program, failed.args)}`,
    { cause: failed },
  );
}

export function describeLoaded(loaded: readonly Loaded[]): string[] {
  return loaded.map(({ image, nodes }) => `image ${image} loaded into ${nodes.join(', ')}`);
}

/** What a person should know of images that were brought, a line each. */
export function doubtsOf(loaded: readonly Loaded[]): string[] {
  return loaded.flatMap(({ doubt }) => (doubt === undefined ? [] : [`! ${doubt}`]));
}

import type { Declared } from '../declared';
import type { Programs } from '../process';
import { withTemporaryFolder } from '../temporary';
import { type Archive, importImage, type LocalImage, localImages, nodeLacks, saveImage, workloadImages } from './images';

/** An image that was brought to nodes. */
export interface Loaded {
  readonly image: string;
  readonly nodes: readonly string[];
}

/**
 * Loads every workload image that the local Docker has into the workers that lack it; the nodes pull the others.
 *
 * A cluster without workers runs its pods on the control planes. A node whose containerd does not answer yet is left out, so that this can
 * also be done while the nodes come up; afterwards it is done once more for what was missed.
 */
export async function loadImages(programs: Programs, declared: Declared, say: (text: string) => void): Promise<Loaded[]> {
  const images = await localImages(programs, workloadImages(declared));
  const nodes = podNodes(declared);
  const loaded: Loaded[] = [];
  for (const image of images) {
    const lacking = await nodesThatLack(programs, nodes, image);
    if (lacking.length === 0) continue;
    say(`${image.name} to ${lacking.join(', ')}`);
    await withTemporaryFolder(async (folder) => {
      const archive = await saveImage(programs, image, folder);
      await importIntoAll(programs, lacking, archive);
    });
    loaded.push({ image: image.name, nodes: lacking });
  }
  return loaded;
}

function podNodes({ cluster }: Declared): string[] {
  const nodes = cluster?.nodes ?? [];
  const workers = nodes.filter(({ role }) => role === 'worker');
  return (workers.length > 0 ? workers : nodes).map(({ name }) => name);
}

async function nodesThatLack(programs: Programs, nodes: readonly string[], image: LocalImage): Promise<string[]> {
  const lacking = await Promise.all(nodes.map((node) => nodeLacks(programs, node, image)));
  return nodes.filter((_, index) => lacking[index] === true);
}

async function importIntoAll(programs: Programs, nodes: readonly string[], archive: Archive): Promise<void> {
  await Promise.all(nodes.map((node) => importImage(programs, node, archive)));
}

export function describeLoaded(loaded: readonly Loaded[]): string[] {
  return loaded.map(({ image, nodes }) => `image ${image} loaded into ${nodes.join(', ')}`);
}

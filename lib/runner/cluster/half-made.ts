import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeContainer } from './containers';

/**
 * A note that we are creating a cluster, with the containers that came of it so far, taken away when the cluster is there. What a
 * kill -9 or a power cut leaves of it tells the next command that the half-made cluster is ours to remove.
 */
export class HalfMadeNote {
  private readonly file: string;

  constructor(
    private readonly folder: string,
    cluster: string,
  ) {
    this.file = join(folder, `${cluster}.creating`);
  }

  /** @param nodes the containers that were there when it was written */
  write(nodes: readonly NodeContainer[] = []): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, JSON.stringify(nodes.map(({ id }) => id)));
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** Whether our interrupted creation made these nodes. One is enough: kind makes all nodes of a name, or refuses the name. */
  speaksOf(nodes: readonly NodeContainer[]): boolean {
    const ours = this.read();
    return nodes.some(({ id }) => ours.includes(id));
  }

  private read(): unknown[] {
    try {
      const ids: unknown = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : [];
      return Array.isArray(ids) ? ids : [];
    } catch {
      return []; // It was cut off while it was written: then nothing is known to be ours.
    }
  }
}

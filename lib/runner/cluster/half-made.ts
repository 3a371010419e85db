import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeContainer } from './containers';

/** kind may have to pull the node image before it makes the nodes. */
const SOON_MS = 30 * 60_000;

/**
 * A note that we began to create a cluster, taken away when it is there. What it leaves behind after a kill -9 or a power cut
 * tells the next command that the half-made cluster is ours to remove.
 */
export class HalfMadeNote {
  private readonly file: string;

  constructor(
    private readonly folder: string,
    cluster: string,
  ) {
    this.file = join(folder, `${cluster}.creating`);
  }

  write(now: Date): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, now.toISOString());
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /**
   * Whether these nodes are what our interrupted creation made: every one of them came soon after the note. A cluster that somebody
   * made by hand a day later is not ours to remove.
   */
  speaksOf(nodes: readonly NodeContainer[]): boolean {
    if (nodes.length === 0 || !existsSync(this.file)) return false;
    const began = Date.parse(readFileSync(this.file, 'utf8'));
    return nodes.every(({ created }) => {
      const afterMs = Date.parse(created) - began;
      return afterMs >= 0 && afterMs < SOON_MS;
    });
  }
}

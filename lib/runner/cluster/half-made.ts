import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeContainer } from './containers';

/**
 * A note that we are creating a cluster, with a line for each container that came of it so far, taken away when the cluster is there; or
 * that we are deleting one, with those that are to go.
 * What a kill -9, a power cut or the end of Docker leaves of it tells the next command that the half-made cluster is ours to remove.
 */
export class HalfMadeNote {
  private readonly file: string;

  constructor(
    private readonly folder: string,
    cluster: string,
  ) {
    this.file = join(folder, `${cluster}.creating`);
  }

  begin(): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.file, '');
  }

  /** A container that is heard of only when the note was taken away is not half-made any more. */
  add(...ids: readonly string[]): void {
    if (!existsSync(this.file)) return;
    const known = this.read();
    for (const id of ids) if (!known.includes(id)) appendFileSync(this.file, `${id}\n`);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** Whether our interrupted creation made these nodes. One is enough: kind makes all nodes of a name, or refuses the name. */
  speaksOf(nodes: readonly NodeContainer[]): boolean {
    const ours = this.read();
    return nodes.some(({ id }) => ours.includes(id));
  }

  /** Whether it may have: also where it was cut off before it had noted any. */
  mayHaveMade(nodes: readonly NodeContainer[]): boolean {
    return existsSync(this.file) && (this.read().length === 0 || this.speaksOf(nodes));
  }

  /** What there is still to remove, in a sentence; undefined where there is no note. */
  get remainder(): string | undefined {
    if (!existsSync(this.file)) return undefined;
    return this.read().length > 0
      ? 'What it made could not be removed yet: npm run down removes it, and so does the next npm run up.'
      : 'What it made, if anything, could not be removed yet: npm run down removes it.';
  }

  private read(): string[] {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n').filter(Boolean) : [];
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Programs } from '../process';
import { withTemporaryFolder } from '../temporary';
import { synthesize } from './synthesize';

/** Whether main.ts describes something else by now than the folder says. Writes nothing to it: running nodes mount files of it. */
export async function isStale(programs: Programs, dist: string): Promise<boolean> {
  return withTemporaryFolder(async (folder) => {
    await synthesize(programs, folder);
    // The kind configuration names its folder.
    const fresh = contents(folder).map(([path, text]) => [path, text.replaceAll(`hostPath: ${folder}/`, `hostPath: ${dist}/`)]);
    return JSON.stringify(fresh) !== JSON.stringify(contents(dist));
  });
}

function contents(dir: string): [string, string][] {
  const files = readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }): [string, string] => [
      relative(dir, join(parentPath, name)),
      readFileSync(join(parentPath, name), 'utf8'),
    ])
    .sort();
}

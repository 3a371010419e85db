// Fails where dist/ or imports/ is not, byte for byte, what main.ts and the schema give. Makes both anew in a copy of the
// project: the paths in dist/ are relative to its root.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'drift-'));

/** The files below a folder, by their path from it. */
function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Each file of a folder that differs, and how. */
function differences(folder) {
  const [ours, made] = [join(root, folder), join(copy, folder)];
  const names = [...new Set([...files(ours), ...files(made)])].sort();
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (!existsSync(join(made, name))) return [`${path} is not made any more`];
    if (!existsSync(join(ours, name))) return [`${path} is missing`];
    return readFileSync(join(ours, name)).equals(readFileSync(join(made, name))) ? [] : [`${path} differs`];
  });
}

try {
  for (const entry of readdirSync(root)) {
    if (['.git', 'dist', 'node_modules', '__tests__'].includes(entry)) continue;
    cpSync(join(root, entry), join(copy, entry), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const node = (...args) => execFileSync(process.execPath, args, { cwd: copy, stdio: 'pipe' });
  node('imports/import.mjs');
  node('-r', 'tsx/cjs', 'lib/synth/cli.ts');

  const stale = [
    { found: differences('imports'), command: 'npm run import' },
    { found: differences('dist'), command: 'npm run synth' },
  ].filter(({ found }) => found.length > 0);
  for (const { found, command } of stale) {
    for (const difference of found) console.error(`✗ ${difference}`);
    console.error(`  → ${command}`);
  }
  if (stale.length === 0) console.log('dist/ and imports/ are what main.ts and the schema give.');
  process.exitCode = stale.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

// Lets Node load TypeScript: `node -r ./lib/typescript/register.cjs FILE.ts`. esbuild strips the types, `npm run types` checks them.
//
// What esbuild made is kept in one file for each program, so that a start reads one file and transforms none. A general loader such as
// tsx looks up each module in a cache of its own, about 1 ms a module: more than everything else that synth does.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join, relative } = require('node:path');

const root = join(__dirname, '..', '..');
const program = relative(root, process.argv[1] ?? '').replace(/\W+/g, '-');
const cacheFile = join(root, 'node_modules', '.cache', 'cdk8s-kind', `${program}.json`);
const options = { loader: 'ts', format: 'cjs', platform: 'node', target: 'node20', sourcemap: 'inline', sourcesContent: false };
const salt = JSON.stringify([require('esbuild/package.json').version, options]);

const known = readCache();
let isChanged = false;

process.setSourceMapsEnabled(true);

Module._extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  const hash = createHash('sha1').update(salt).update(source).digest('base64');
  const path = relative(root, file);
  if (known[path]?.hash !== hash) {
    known[path] = { hash, code: require('esbuild').transformSync(source, { ...options, sourcefile: basename(file) }).code };
    isChanged = true;
  }
  module._compile(known[path].code, file);
};

process.on('exit', () => {
  if (isChanged) writeCache();
});

function readCache() {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeCache() {
  const mine = `${cacheFile}.${process.pid}`;
  try {
    mkdirSync(dirname(cacheFile), { recursive: true });
    writeFileSync(mine, JSON.stringify(known));
    renameSync(mine, cacheFile);
  } catch {
    // It is only slower without: the folder may not be ours to write to.
  }
}

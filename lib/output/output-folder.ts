import * as fs from 'node:fs';
import * as path from 'node:path';

/** What became of a file. */
export interface WrittenFile {
  /** Its path below the output folder. */
  readonly path: string;
  readonly change: 'written' | 'unchanged' | 'removed';
}

/** The files of an output folder that synth wrote, by their path below it. */
export function readOutput(folder: string): Map<string, string> {
  const files = oursIn(folder).filter((file) => !fs.statSync(path.join(folder, file)).isDirectory());
  return new Map(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

/** Copies what others put beside our files, which `kubectl apply -f` reads as well. */
export function copyOthers(from: string, to: string): void {
  for (const file of list(from, '').filter((name) => !OURS.test(name))) {
    const source = path.join(from, file);
    if (fs.statSync(source).isFile()) fs.copyFileSync(source, path.join(to, file));
  }
}

/** The paths that synth writes, below the output folder. A file elsewhere is somebody else's, and stays. */
const OURS = /^[^/]+\.k8s\.yaml$|^kind\/cluster\.yaml$|^kind\/nodes\/./;

/**
 * Makes the output folder hold these files and none of an earlier synth.
 *
 * A file is written in place and only when its content changes: the nodes of a running cluster mount these very files, and would
 * keep on seeing the old one if a new one took its place.
 *
 * @param files text by path below the folder, with `/` between
 * @throws Error where there is no such folder and none can be made
 */
export function writeOutput(folder: string, files: ReadonlyMap<string, string>): WrittenFile[] {
  makeOutputFolder(folder);
  const removed = removeStale(folder, files);
  const written = [...files].map(([file, text]): WrittenFile => {
    const target = path.join(folder, file);
    if (readIfThere(target) === text) return { path: file, change: 'unchanged' };
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    return { path: file, change: 'written' };
  });
  return [...written, ...removed].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function makeOutputFolder(folder: string): void {
  if (folder === '') throw new Error("The output folder has an empty name. Leave outdir out for 'dist', or unset CDK8S_OUTDIR.");
  try {
    makeFolder(path.resolve(folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file stands in its place' : (error as Error).message;
    throw new Error(`The output folder ${folder} cannot be made: ${why}. Give KindApp another outdir, or CDK8S_OUTDIR.`);
  }
}

// Node's own `recursive` never comes to an end where a file system refuses a folder with ENOENT, as /proc does.
function makeFolder(folder: string): void {
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  fs.mkdirSync(folder);
}

function removeStale(folder: string, files: ReadonlyMap<string, string>): WrittenFile[] {
  const removed: WrittenFile[] = [];
  // A folder comes after what is in it, so that it can be found empty. Docker makes an empty folder of a file that a node was to
  // mount and that was not there.
  for (const file of oursIn(folder).reverse()) {
    const target = path.join(folder, file);
    if (fs.statSync(target).isDirectory()) {
      if (fs.readdirSync(target).length === 0) fs.rmdirSync(target);
    } else if (!files.has(file)) {
      fs.rmSync(target);
      removed.push({ path: file, change: 'removed' });
    }
  }
  return removed;
}

function oursIn(folder: string): string[] {
  return [...list(folder, ''), ...list(folder, 'kind')].filter((file) => OURS.test(file));
}

/** What is in a folder, as paths with `/` between, in order; of the output folder itself not what is deeper. */
function list(folder: string, below: string): string[] {
  const within = path.join(folder, below);
  if (!fs.existsSync(within) || !fs.statSync(within).isDirectory()) return [];
  const names = fs.readdirSync(within, { recursive: below !== '', encoding: 'utf8' });
  return names.map((name) => path.join(below, name).split(path.sep).join('/')).sort();
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

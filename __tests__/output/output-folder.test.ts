import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { copyOthers, readOutput, writeOutput } from '../../lib/output/output-folder';

let folder: string;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'output-')), 'dist');
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

const write = (files: Record<string, string>) => writeOutput(folder, new Map(Object.entries(files)));
const changes = (files: Record<string, string>) => Object.fromEntries(write(files).map(({ path, change }) => [path, change]));
const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8');
const stat = (file: string) => fs.statSync(path.join(folder, file));
const put = (file: string) => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), 'old');
};
const there = (file: string) => fs.existsSync(path.join(folder, file));

test('files are written with their folders', () => {
  expect(changes({ 'a.k8s.yaml': 'a', 'kind/nodes/n/meminfo': 'm' })).toEqual({
    'a.k8s.yaml': 'written',
    'kind/nodes/n/meminfo': 'written',
  });
  expect(read('kind/nodes/n/meminfo')).toBe('m');
});

test('a file that is right is not touched', () => {
  write({ 'a.k8s.yaml': 'a' });
  const past = new Date(1e12);
  fs.utimesSync(path.join(folder, 'a.k8s.yaml'), past, past);
  expect(changes({ 'a.k8s.yaml': 'a' })).toEqual({ 'a.k8s.yaml': 'unchanged' });
  expect(stat('a.k8s.yaml').mtime).toEqual(past);
});

test('a file that changes stays the same inode, which a running node has mounted', () => {
  write({ 'kind/nodes/n/meminfo': 'a long one' });
  const { ino } = stat('kind/nodes/n/meminfo');
  expect(changes({ 'kind/nodes/n/meminfo': 'short' })).toEqual({ 'kind/nodes/n/meminfo': 'written' });
  expect(read('kind/nodes/n/meminfo')).toBe('short');
  expect(stat('kind/nodes/n/meminfo').ino).toBe(ino);
});

test('what an earlier synth wrote and this one does not is removed, with folders that are left empty', () => {
  for (const file of ['old.k8s.yaml', 'kind/cluster.yaml', 'kind/nodes/old/cpu/cpu0/topology/core_id']) put(file);
  expect(changes({ 'new.k8s.yaml': 'new' })).toEqual({
    'kind/cluster.yaml': 'removed',
    'kind/nodes/old/cpu/cpu0/topology/core_id': 'removed',
    'new.k8s.yaml': 'written',
    'old.k8s.yaml': 'removed',
  });
  expect(there('kind/nodes/old')).toBe(false);
});

test.each(['notes.yaml', 'README.md', 'more/x.k8s.yaml', 'kind/notes.md'])('%s is somebody else’s and stays', (file) => {
  put(file);
  write({ 'a.k8s.yaml': 'a' });
  expect(read(file)).toBe('old');
});

test('an empty folder that Docker made in place of a file gives way to the file', () => {
  fs.mkdirSync(path.join(folder, 'kind/nodes/n/meminfo'), { recursive: true });
  write({ 'kind/nodes/n/meminfo': 'm' });
  expect(read('kind/nodes/n/meminfo')).toBe('m');
});

test('what was written can be read again, and what others put beside it copied', () => {
  write({ 'a.k8s.yaml': 'a', 'kind/nodes/n/meminfo': 'm' });
  put('notes.yaml');
  expect([...readOutput(folder)]).toEqual([
    ['a.k8s.yaml', 'a'],
    ['kind/nodes/n/meminfo', 'm'],
  ]);
  const other = path.join(path.dirname(folder), 'other');
  fs.mkdirSync(other);
  copyOthers(folder, other);
  copyOthers(path.join(folder, 'nowhere'), other);
  expect(fs.readdirSync(other)).toEqual(['notes.yaml']);
});

describe('an output folder that cannot be', () => {
  test.each([
    ['', 'The output folder has an empty name.'],
    ['/proc/x', 'The output folder /proc/x cannot be made: ENOENT'],
    [__filename, `The output folder ${__filename} cannot be made: a file stands in its place. Give KindApp another outdir`],
    [path.join(__filename, 'x'), 'a file stands in its place'],
  ])('%p is refused', (name, message) => {
    expect(() => writeOutput(name, new Map())).toThrow(message);
  });
});

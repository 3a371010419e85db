import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HalfMadeNote } from '../../../lib/runner/cluster/half-made';
import { withLock } from '../../../lib/runner/cluster/lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('while one command changes a cluster, a second is told which process it is', async () => {
  await withLock(folder, 'kind', 'up', async () => {
    await expect(withLock(folder, 'kind', 'down', async () => {})).rejects.toThrow(
      `npm run up (process ${process.pid}) is changing the cluster kind`,
    );
    await withLock(folder, 'other', 'up', async () => {});
  });
});

test('a process that has come by the number of one that is gone can be told from it, and the lock be removed', async () => {
  const file = join(folder, 'kind.lock');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, command: 'up' }));
  await expect(withLock(folder, 'kind', 'up', async () => {})).rejects.toMatchObject({
    hint: expect.stringContaining(`Where that process is no npm run, its lock is a leftover:\nps -p ${process.ppid}\nrm ${file}`),
  });
});

test('the lock is free again however the command ended', async () => {
  await expect(
    withLock(folder, 'kind', 'up', async () => {
      throw new Error('broke');
    }),
  ).rejects.toThrow('broke');
  expect(existsSync(join(folder, 'kind.lock'))).toBe(false);
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, command: 'up' })],
  ['cut off in the middle', '{"pi'],
])('a lock %s is taken over', async (_, text) => {
  writeFileSync(join(folder, 'kind.lock'), text);
  await expect(withLock(folder, 'kind', 'up', async () => 'done')).resolves.toBe('done');
});

describe('the note of a creation that was cut off', () => {
  const node = (id: string) =>
    ({ id, name: 'w', role: 'worker', state: 'running', startedAtMs: 0, image: '', ports: [], mounts: [], address: '' }) as const;

  test('speaks of the containers that it names, and of no others', () => {
    const note = new HalfMadeNote(folder, 'kind');
    note.begin();
    note.add('a');
    note.add('b');
    expect(note.speaksOf([node('a'), node('b'), node('c')])).toBe(true);
    expect(note.speaksOf([node('d')])).toBe(false);
    expect(note.speaksOf([])).toBe(false);
    note.remove();
    expect(note.speaksOf([node('a')])).toBe(false);
  });

  test('speaks of what it named before it was cut off itself', () => {
    writeFileSync(join(folder, 'kind.creating'), 'abc\nde');
    const note = new HalfMadeNote(folder, 'kind');
    expect(note.speaksOf([node('abc')])).toBe(true);
    expect(note.speaksOf([node('def')])).toBe(false);
  });

  test('does not come back with a container that is heard of when it was taken away', () => {
    const note = new HalfMadeNote(folder, 'kind');
    note.begin();
    note.remove();
    note.add('a');
    expect(note.remainder).toBeUndefined();
  });
});

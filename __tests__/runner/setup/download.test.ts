import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../../lib/runner/setup/download';
import type { Release } from '../../../lib/runner/setup/releases';
import { type Mirror, serve, sha256 } from './mirror';

const PROGRAM = '#!/bin/sh\necho kind v0.27.0\n';

let folder: string;
let server: Mirror | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

const release = (more: Partial<Release> = {}): Release => ({
  program: 'kind',
  version: 'v0.27.0',
  server: server?.url ?? '',
  path: '/v0.27.0/kind',
  sumPath: '/v0.27.0/kind.sha256sum',
  fileName: 'kind',
  ...more,
});

test('a file with the known sum is installed, and can be executed', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM });
  const path = await download(release({ sha256: sha256(PROGRAM) }), { folder: join(folder, 'bin') });
  expect(path).toBe(join(folder, 'bin', 'kind'));
  expect(readFileSync(path, 'utf8')).toBe(PROGRAM);
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(readdirSync(join(folder, 'bin'))).toEqual(['kind']);
});

test('a file with another sum is refused and deleted, both sums are said, and the old one stays', async () => {
  server = await serve({ '/v0.27.0/kind': 'something else' });
  writeFileSync(join(folder, 'kind'), 'old');
  await expect(download(release({ sha256: sha256(PROGRAM) }), { folder })).rejects.toMatchObject({
    exitStatus: 3,
    message: expect.stringMatching(new RegExp(`deleted[^]*expected ${sha256(PROGRAM)}[^]*received ${sha256('something else')}`)),
  });
  expect(readdirSync(folder)).toEqual(['kind']);
  expect(readFileSync(join(folder, 'kind'), 'utf8')).toBe('old');
});

test('a mirror with builds of its own is checked by the sum beside the file', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM, '/v0.27.0/kind.sha256sum': `${sha256(PROGRAM)}  kind-linux-amd64\n` });
  const official = release({ server: 'http://official.invalid', sha256: sha256('the official one') });
  await download(official, { folder, mirror: `${server.url}/` });
  expect(server.asked).toEqual(['/v0.27.0/kind.sha256sum', '/v0.27.0/kind']);
  expect(readdirSync(folder)).toEqual(['kind']);
});

test('a corrupted file of a mirror is refused', async () => {
  server = await serve({ '/v0.27.0/kind': `${PROGRAM}x`, '/v0.27.0/kind.sha256sum': sha256(PROGRAM) });
  await expect(download(release(), { folder, mirror: server.url })).rejects.toThrow(sha256(PROGRAM));
  expect(readdirSync(folder)).toEqual([]);
});

test('a mirror without sums is checked by the known one', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM });
  await expect(download(release({ sha256: sha256('official') }), { folder, mirror: server.url })).rejects.toThrow('SHA-256');
  await download(release({ sha256: sha256(PROGRAM) }), { folder, mirror: server.url });
  expect(readdirSync(folder)).toEqual(['kind']);
});

test('what has no sum at all is not fetched', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM });
  await expect(download(release(), { folder })).rejects.toThrow('The SHA-256 of kind cannot be had');
  expect(server.asked).toEqual(['/v0.27.0/kind.sha256sum']);
});

test('a download that breaks off leaves nothing', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM }, { 'content-length': '100000' });
  await expect(download(release({ sha256: sha256(PROGRAM) }), { folder })).rejects.toMatchObject({
    message: expect.stringContaining('The download of kind broke off'),
    hint: 'Run npm run setup again.',
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a server that does not have it, and one that does not answer, are named with the other ways', async () => {
  server = await serve({});
  const { url } = server;
  const wanted = release({ sha256: sha256(PROGRAM) });
  await expect(download(wanted, { folder })).rejects.toMatchObject({
    message: `${url}/v0.27.0/kind cannot be had: the server answered 404 Not Found.`,
    hint: 'Put the program on the PATH yourself, or name a server that has the path /v0.27.0/kind in CDK8S_KIND_MIRROR.',
  });
  await server.close();
  await expect(download(wanted, { folder })).rejects.toThrow(`${url}/v0.27.0/kind cannot be reached`);
});

test('an interrupt ends it with the reason, and leaves nothing', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM });
  const interrupt = new AbortController();
  const reason = new Error('interrupted by SIGINT');
  const onProgress = () => interrupt.abort(reason);
  const ended = download(release({ sha256: sha256(PROGRAM) }), { folder, signal: interrupt.signal, onProgress });
  await expect(ended).rejects.toBe(reason);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be made says so', async () => {
  server = await serve({ '/v0.27.0/kind': PROGRAM });
  writeFileSync(join(folder, 'file'), '');
  const inFile = download(release({ sha256: sha256(PROGRAM) }), { folder: join(folder, 'file', 'bin') });
  await expect(inFile).rejects.toMatchObject({ message: expect.stringContaining('kind cannot be installed in'), exitStatus: 3 });
});

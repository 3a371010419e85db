import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheBin, withCacheOnPath } from '../../../lib/runner/setup/cache-bin';
import { releaseOf } from '../../../lib/runner/setup/releases';
import { setup } from '../../../lib/runner/setup/setup';
import { fakePrograms } from './fake-programs';
import { type Mirror, serve, sha256 } from './mirror';

const DOCKER = JSON.stringify({ ServerVersion: '27.1.0', NCPU: 2, MemTotal: 2 ** 33, OperatingSystem: 'Docker Desktop' });
const there = {
  'docker info': DOCKER,
  'docker ps': '',
  'docker image': 'sha256:1',
  'kubectl version': 'Client Version: v1.32.2',
  'curl --version': 'curl 8.0.0',
};
const release = releaseOf('kind', process.platform, process.arch);
if (release === undefined) throw new Error('kind has no release for this platform.');

let folder: string;
let server: Mirror | undefined;
const environment = process.env;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'a.k8s.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
  process.env = { ...environment, XDG_CACHE_HOME: join(folder, 'cache') };
});
afterEach(async () => {
  process.env = environment;
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

/** Runs setup with programs that answer so; an old kind until there is one in the cache. */
async function run(kind: string | undefined) {
  const lines: string[] = [];
  const out = { line: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
  const said = () => (existsSync(join(cacheBin(), release?.fileName ?? '')) ? 'kind v0.27.0' : (kind ?? { exitCode: 127 }));
  const { programs, ran } = fakePrograms({ ...there, 'kind version': said });
  const status = await setup(programs, { dist: join(folder, 'dist') }, out).catch((error: Error) => error);
  return { status, lines, ran };
}

async function mirrorOf(file: string, sum: string) {
  server = await serve({ [release?.path ?? '']: file, [release?.sumPath ?? '']: sum });
  process.env.CDK8S_KIND_MIRROR = server.url;
}

test('where all is there it says so in one line, and changes nothing', async () => {
  const { status, lines, ran } = await run('kind v0.27.0');
  expect(status).toBe(0);
  expect(lines).toEqual(['Nothing to do: Docker 27.1.0, kind v0.27.0, kubectl v1.32.2, curl 8.0.0 and the images are here.']);
  expect(existsSync(cacheBin())).toBe(false);
  expect(ran.filter((line) => !/version$|--version|--client|info|ps|inspect/.test(line))).toEqual([]);
});

test('an old kind is superseded by one from the mirror, after saying so; the second time there is nothing to do', async () => {
  await mirrorOf('a new kind', sha256('a new kind'));
  const first = await run('kind v0.20.0');
  expect(first.status).toBe(0);
  expect(first.lines.slice(0, 2)).toEqual([
    'This will be done:',
    '  fetch kind v0.27.0 (0.20 on the PATH is too old), and check its SHA-256',
  ]);
  expect(first.lines.at(-1)).toContain('Next: npm run up');
  expect(readdirSync(cacheBin())).toEqual([release.fileName]);

  const second = await run('kind v0.20.0');
  expect(second.status).toBe(0);
  expect(second.lines).toHaveLength(1);
  expect(server?.asked).toHaveLength(2);
});

test('a corrupted kind of the mirror is refused, and nothing is left of it', async () => {
  await mirrorOf('corrupted', sha256('a new kind'));
  const { status } = await run('kind v0.20.0');
  expect(status).toMatchObject({ exitStatus: 3, message: expect.stringContaining(sha256('corrupted')) });
  expect(readdirSync(cacheBin())).toEqual([]);
});

test('fetched programs come first on the PATH', () => {
  const env = { XDG_CACHE_HOME: '/cache', PATH: '/usr/bin' };
  expect(withCacheOnPath(env)).toBe('/cache/cdk8s-kind/bin:/usr/bin');
  expect(withCacheOnPath({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/cdk8s-kind/bin');
});

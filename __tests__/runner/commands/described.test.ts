import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { STAGE_VARIABLE } from '../../../lib/output/stage';
import { CONFIG, Sandbox } from './sandbox';

let s: Sandbox;
let home: string;
beforeEach(() => {
  s = new Sandbox();
  // The commands then speak of a dist/ that no one else has.
  home = process.cwd();
  process.chdir(s.folder);
  mkdirSync('lib/synth', { recursive: true });
  writeFileSync('lib/synth/cli.ts', '');
});
afterEach(() => {
  process.chdir(home);
  s.end();
});

/** main.ts describes what dist/ holds, and what is done to it. */
function describes(change: (stage: string) => void = () => {}): void {
  s.world.when(/synth/, ({ options }) => {
    const stage = options.env?.[STAGE_VARIABLE] ?? '';
    cpSync('dist', stage, { recursive: true });
    change(stage);
  });
}

const withMore = (stage: string) => writeFileSync(join(stage, 'more.k8s.yaml'), stringify(CONFIG));
const files = () => readdirSync('dist', { recursive: true, encoding: 'utf8' }).sort();

test('up writes dist/ with what main.ts describes, and applies that', async () => {
  await s.running();
  describes(withMore);
  const { status, err } = await s.runWords('up');
  expect(status).toBe(0);
  expect(err).toMatch(/configmap\/settings created/);
  expect(files()).toContain('more.k8s.yaml');
});

test('up that is refused leaves dist/ alone, whose files running nodes mount: exit 4', async () => {
  await s.running();
  const before = files();
  describes((stage) => {
    withMore(stage);
    const file = join(stage, 'kind', 'cluster.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('v1.32.2', 'v1.33.1'));
  });
  const { status, err } = await s.runWords('up');
  expect(err).toMatch(/differs from dist\/kind\/cluster.yaml in what kind cannot change/);
  expect(status).toBe(4);
  expect(files()).toEqual(before);
});

test('up that finds another at work leaves dist/ alone: exit 3', async () => {
  await s.running();
  describes(withMore);
  writeFileSync(join(s.cache, 'kind.lock'), JSON.stringify({ pid: process.ppid, command: 'up' }));
  expect((await s.runWords('up')).status).toBe(3);
  expect(files()).not.toContain('more.k8s.yaml');
});

test('plan counts what somebody put beside the files of synth', async () => {
  await s.running();
  writeFileSync(join('dist', 'by-hand.yaml'), stringify(CONFIG));
  describes((stage) => writeFileSync(join(stage, 'by-hand.yaml'), ''));
  expect((await s.runWords('plan')).out).toMatch(/ConfigMap default\/settings: create/);
});

test('a main.ts whose app writes elsewhere is no description of dist/: exit 2', async () => {
  s.world.when(/synth/, {});
  const { status, err } = await s.runWords('up');
  expect(err).toMatch(/main.ts writes nothing to dist: its KindApp has another outdir.\n→ Leave outdir out/);
  expect(status).toBe(2);
});

import { on } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NGINX, Sandbox, SERVICE } from '../runner/commands/sandbox';
import { type Ended, npmRun } from './command-line';
import { FakePath } from './fake-path';

// The real command line in a process of its own. A fake path with nothing but canned answers is its whole PATH: they are those that
// the machine in memory gave.

// On a machine that is busy a process takes its time to start.
jest.setTimeout(60_000);

let folder: string;
let sandbox: Sandbox;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'black-box-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.end());

let paths = 0;
function fakePath(): FakePath {
  return new FakePath(join(folder, `bin-${++paths}`));
}

/** Everything that the machine in memory was asked, with its answers; what is temporary in the arguments may be anything. */
function replay(): FakePath {
  const path = fakePath();
  for (const { program, args, result } of sandbox.world.calls) {
    const line = args.join(' ').replace(/\S*\/tmp\/\S*|\S*\/cache\/\S*/g, '*');
    if (result !== undefined) path.answer(program, line, result);
  }
  const body =
    'for word; do if [ "$last" = --output ]; then printf "Welcome to nginx!" > "$word"; fi; last=$word; done; printf 200';
  path.answer('curl', '--disable *', { shell: body });
  return path;
}

/** Runs the command line, and looks at what must hold however it ends. */
async function run(words: readonly string[], path: FakePath, during?: Parameters<typeof npmRun>[2]): Promise<Ended> {
  path.write();
  const ended = await npmRun(words, { folder, path: path.folder }, during);
  expect(path.calls().filter((line) => line.startsWith('UNEXPECTED'))).toEqual([]);
  expect(ended.stdout + ended.stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
  expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('cdk8s-kind-'))).toEqual([]);
  return ended;
}

test('--help lists the commands: exit 0', async () => {
  const { status, stdout } = await run(['--help'], fakePath());
  expect(stdout).toMatch(/up .*synth, create or reuse the cluster/);
  expect(status).toBe(0);
});

test('wrong usage says what there is: exit 2', async () => {
  const { status, stdout, stderr } = await run(['up', '--timeout', 'abc'], fakePath());
  expect(stderr).toMatch(/option '--timeout <SECONDS>' argument 'abc' is invalid.*\n.*--help lists what there is/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('YAML that is broken is named with its file and line: exit 2', async () => {
  const dist = join(folder, 'broken');
  mkdirSync(dist);
  writeFileSync(join(dist, 'app.yaml'), 'kind: Service\nmetadata: {name: a\n');
  const { status, stderr } = await run(['verify', '--dist', dist], fakePath());
  expect(stderr).toMatch(/broken\/app\.yaml:3:1 is not YAML/);
  expect(status).toBe(2);
});

test('doctor on a machine that has nothing names all of it, and what mends it: exit 3', async () => {
  const { status, stdout } = await run(['doctor', '--dist', sandbox.dist], fakePath());
  for (const program of ['Docker', 'kind', 'kubectl', 'curl'])
    expect(stdout).toMatch(new RegExp(`^✗ ${program}: it is not on the PATH.*\\n +\\S`, 'm'));
  expect(status).toBe(3);
});

test('up on a cluster that runs goes to its end, and its report has standard output for itself: exit 0', async () => {
  await sandbox.running();
  await sandbox.run('up', '--json', '-');
  const path = replay();
  const { status, stdout, stderr } = await run(['up', '--dist', sandbox.dist, '--json', '-'], path);
  expect(stderr).toMatch(/✓ verify.*http:\/\/localhost:30080\n {2}curl http:\/\/localhost:30080.*10 passed, 0 failed/s);
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: 'up', summary: { passed: 10, failed: 0, skipped: 0 } });
  expect(status).toBe(0);
  expect(path.calls().filter((line) => line.startsWith('kubectl') && !/version --client|--context kind-kind/.test(line))).toEqual(
    [],
  );
});

test('verify of a cluster that lost its Service names it: exit 1', async () => {
  (await sandbox.running()).objects.delete('Service default/nginx-nodeport');
  await sandbox.run('verify');
  const { status, stdout } = await run(['verify', '--dist', sandbox.dist], replay());
  expect(stdout).toMatch(/✗ endpoints +Service default\/nginx-nodeport\n.*\n.*it does not exist/);
  expect(status).toBe(1);
});

test.each([
  ['Ctrl-C', 'SIGINT', 130],
  ['a terminal that is closed', 'SIGHUP', 129],
] as const)('%s while kind creates the cluster deletes what it made, and ends what runs', async (_, signal, exitStatus) => {
  // Without a host port: whether one is free would be asked of the machine that runs the tests.
  sandbox.declare([NGINX, SERVICE], sandbox.nodes({ extraPortMappings: [] }));
  sandbox.world.when(/^kind create/, () => sandbox.interrupt());
  await sandbox.run('up');
  const path = replay();
  path.answer('docker', 'ps --all *', {});
  path.answer('kind', 'create *', { shell: 'echo " • Preparing nodes 📦  ..."; exec /bin/sleep 60' });
  const { status, stderr } = await run(['up', '--dist', sandbox.dist], path, async (child) => {
    for await (const [text] of on(child.stderr, 'data')) if (/Preparing nodes/.test(text)) break;
    if (signal === 'SIGHUP') for (const stream of [child.stdout, child.stderr]) stream.destroy();
    child.kill(signal);
  });
  if (signal === 'SIGINT')
    expect(stderr).toMatch(
      /is being removed.*\n! create cluster kind, 3 nodes.*\nNothing of the cluster kind is left.\n! interrupted by SIGINT/,
    );
  expect(status).toBe(exitStatus);
  expect(path.calls().filter((line) => line.startsWith('kind delete'))).toEqual(['kind delete cluster --name kind']);
  expect(readdirSync(join(folder, 'cache', 'cdk8s-kind'))).toEqual([]);
});

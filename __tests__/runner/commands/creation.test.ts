import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { existingCluster } from './fake-kind';
import { Sandbox } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

/** Does something while kind creates the cluster. */
function meanwhile(act: () => void, turns = 10): void {
  setImmediate(() => (turns === 0 ? act() : meanwhile(act, turns - 1)));
}

function setDocker(runs: boolean): void {
  s.world.machine.dockerRuns = runs;
}

describe('a creation that was cut off', () => {
  const note = () => join(s.cache, 'kind.creating');

  test('is removed by the next up, which creates the cluster', async () => {
    s.world.when(/^kind delete/, { exitCode: 137 }, 2);
    s.world.when(/^kind create/, () => meanwhile(() => s.interrupt()), 1);
    await s.run('up');
    expect(existsSync(note())).toBe(true);
    const { status, err } = await s.run('up');
    expect(status).toBe(0);
    expect(err).toMatch(/remove what an interrupted creation left/);
    expect(existsSync(note())).toBe(false);
  });

  test.each([
    ['whole', () => {}],
    ['without a worker', () => s.world.machine.remove([s.world.machine.container('kind-worker2')])],
  ])('is planned to be removed and created anew, which up does without consent: %s', async (_, lose) => {
    await s.running();
    writeFileSync(note(), `${s.world.machine.container('kind-worker').id}\n`);
    lose();
    expect((await s.run('plan')).out).toBe(
      'cluster kind: declared 3 nodes, found what an interrupted creation left, which is removed → create\n' +
        `2 objects of ${s.dist}: applied once the cluster runs\n`,
    );
    expect(JSON.parse((await s.run('plan', '--json')).out)).toMatchObject({ cluster: [{ remedy: 'create' }] });
    const { status, err } = await s.run('up');
    expect(status).toBe(0);
    expect(err).toMatch(/remove what an interrupted creation left/);
    expect((await s.run('plan')).out).toMatch(/Nothing to do/);
  });

  test('does not make a cluster ours that somebody created later', async () => {
    await s.running();
    writeFileSync(note(), 'another-container\n');
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.ran(/^kind delete/)).toEqual([]);
  });
});

describe('a creation that fails', () => {
  const fails = (words: string) =>
    s.world.when(/^kind create/, {
      exitCode: 1,
      stderr: ` • Preparing nodes 📦  ...\nERROR: failed to create cluster: ${words}`,
    });

  test.each([
    ['could not find a log line that matches "Reached target"', /a node did not start: its init system never came up/],
    ['failed to pull image "kindest/node:v9": exit status 1', /its node image cannot be pulled/],
    ['failed to lock config file: open /home/me/.kube/config.lock: permission denied', /the kubeconfig cannot be written/],
    ['write /var/lib/docker/x: no space left on device', /the disk is full/],
    ['sysctl says hello', /failed to create cluster: sysctl says hello/],
  ])('keeps the logs, names the likely cause and removes what it made: %s', async (words, cause) => {
    fails(words);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(cause);
    const place = /The logs of its nodes are kept in (\S+)/.exec(err)?.[1] ?? '';
    expect(readdirSync(place)).toEqual(['kubelet.log']);
    expect(s.world.ran(/^kind (export|delete)/).map((line) => line.slice(0, 11))).toEqual(['kind export', 'kind delete']);
    expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
  });

  test('a host port that is taken between the look and the creation', async () => {
    s.world.when(/^kind create/, () => s.world.machine.heldPorts.add(30080), 1);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/a host port that it maps is taken.\n.*127\.0\.0\.1:30080/);
    expect(s.world.machine.containers).toEqual([]);
  });

  test('without any log says nothing of logs, and keeps no empty folder', async () => {
    fails('nothing came up');
    s.world.when(/^kind export/, { exitCode: 1 });
    const { err } = await s.run('up');
    expect(err).not.toMatch(/logs of its nodes are kept/);
    expect(readdirSync(join(s.cache, 'logs'))).toEqual([]);
  });

  test('because Docker stopped says so, and the next up removes what is left', async () => {
    s.world.when(/^kind create/, () => meanwhile(() => setDocker(false)), 1);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/could not create the cluster kind: Docker stopped answering/);
    expect(err).toMatch(/could not be removed yet: npm run down removes it, and so does the next npm run up/);
    setDocker(true);
    const next = await s.run('up');
    expect(next.err).toMatch(/remove what an interrupted creation left/);
    expect(next.status).toBe(0);
  });

  test('because Docker stopped before anything was made leaves nothing to the next up', async () => {
    s.world.when(/^kind create/, () => setDocker(false), 1);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/could not create the cluster kind: Docker stopped answering/);
    expect(err).not.toMatch(/What it made/);
    expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
  });

  test('because Docker stopped is said also where kind only says that a command of its own failed', async () => {
    s.world.when(
      /^kind create/,
      {
        exitCode: 1,
        stderr: ' • Preparing nodes 📦  ...\nERROR: failed to create cluster: docker run error: exit status 125',
      },
      1,
    );
    s.world.when(/^kind export/, () => setDocker(false), 1);
    const { err } = await s.run('up');
    expect(err).toMatch(
      /could not create the cluster kind: Docker stopped answering\.\n +failed to create cluster: docker run error/,
    );
  });
});

test.each([
  [20, 0],
  [1000, 3],
])(
  'a node that Docker lists but is still making is asked for again, with a limit: %i times, exit %i',
  async (times, exitStatus) => {
    await s.running();
    const making = { exitCode: 1, stderr: 'Error response from daemon: No such container: id2' };
    s.world.when(/^docker inspect --type/, making, times);
    expect((await s.run('status')).status).toBe(exitStatus);
  },
);

describe('a cluster of the same name that somebody makes in the meantime is left alone', () => {
  const appears = () => existingCluster(s.world.machine, 'kind', s.declare());
  const isLeftAlone = () => {
    expect(s.world.ran(/^kind (delete|export)|^docker rm/)).toEqual([]);
    expect(s.world.machine.nodes('kind')).toHaveLength(3);
    expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
  };

  test.each<[string, () => unknown, RegExp]>([
    ['before kind looks', appears, /node\(s\) already exist for a cluster with the name "kind"/],
    [
      'while kind gets the node image',
      () => meanwhile(appears, 0),
      /The container name "\/kind-control-plane" is already in use by container "id1"/,
    ],
  ])('%s: exit 4', async (_, somebody, words) => {
    s.world.when(/^kind create/, somebody, 1);
    const { status, err } = await s.run('up');
    expect(status).toBe(4);
    expect(err).toMatch(/Somebody else made a cluster kind in the meantime, or is making it at this moment:\n/);
    expect(err).toMatch(words);
    isLeftAlone();
  });

  test('also when we are interrupted before kind made a node', async () => {
    s.world.when(
      /^kind create/,
      () => {
        appears();
        s.interrupt();
      },
      1,
    );
    const { status, err } = await s.run('up');
    expect(status).toBe(130);
    expect(err).not.toMatch(/could not be removed/);
    isLeftAlone();
  });

  test('also when kind fails before it made a node', async () => {
    const stderr = 'ERROR: failed to create cluster: failed to pull image "kindest/node:v1.32.2": exit status 1';
    s.world.when(/^kind create/, { exitCode: 1, stderr });
    s.world.when(/^docker image inspect/, appears, 1);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/its node image cannot be pulled/);
    isLeftAlone();
  });
});

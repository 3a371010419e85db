import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_READY, unscheduledPod, waitingPod } from '../state/builders';
import type { Fault } from './fake-world';
import { Session } from './session';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.end());

const NODES = /get --raw \/api\/v1\/nodes/;
const DOCKER_STOPPED: Fault = {
  exitCode: 1,
  stderr: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
};
const REFUSED: Fault = {
  exitCode: 1,
  stderr: 'The connection to the server 127.0.0.1:40000 was refused - did you specify the right host or port?',
};

/** What is wrong, the exit status, and what the user reads. */
const FAULTS: [string, RegExp, Fault, number, RegExp][] = [
  ['Docker is stopped', /^docker/, DOCKER_STOPPED, 3, /Docker does not answer: Cannot connect.*\n→ Start Docker/],
  ['Docker hangs', /^docker/, 'hangs', 3, /Docker does not answer: docker ps did not end within 60 s\.\n→ Restart Docker/],
  [
    'Docker is not for this user',
    /^docker/,
    { exitCode: 1, stderr: 'permission denied while trying to connect' },
    3,
    /Docker refuses this user.*\n→ sudo usermod/,
  ],
  ['Docker is missing', /^docker/, 'missing', 3, /docker is not on the PATH/],
  ['docker inspect is cut off', /^docker inspect --type/, 'cut off', 3, /docker inspect answered with what is not JSON/],
  ['kind is missing', /^kind/, 'missing', 3, /kind is not on the PATH/],
  [
    'kind writes nonsense',
    /^kind get/,
    { stdout: 'Segmentation fault' },
    3,
    /kind does not say how to reach the cluster kind: Segmentation fault/,
  ],
  [
    'kind fails',
    /^kind get/,
    { exitCode: 1, stderr: 'ERROR: no nodes' },
    3,
    /kind does not say how to reach the cluster kind: ERROR: no nodes/,
  ],
  ['kubectl is missing', /^kubectl/, 'missing', 3, /kubectl is not on the PATH/],
  ['kubectl hangs', /^kubectl/, 'hangs', 1, /Not every node became Ready within 20 s:\n.*no answer within 30 s/],
  [
    'kubectl writes half a JSON',
    NODES,
    'cut off',
    3,
    /kubectl did not write the JSON that it was asked for, but \d+ characters that end in/,
  ],
  [
    'the inventory is cut off',
    /get configmap/,
    { stdout: '{"data":' },
    3,
    /list of what a former npm run up applied cannot be read/,
  ],
  ['the API server never answers', NODES, REFUSED, 1, /Not every node became Ready within 20 s:\n.*refused/],
  [
    'the API server goes away while waiting',
    /deployments/,
    REFUSED,
    1,
    /The workloads were not rolled out within 20 s:\n.*refused/,
  ],
  [
    'the API server goes away while applying',
    /apply --filename/,
    REFUSED,
    3,
    /The API server of context kind-kind does not answer/,
  ],
  [
    'an admission refuses an object',
    /apply --filename/,
    { exitCode: 1, stderr: 'Error from server (Forbidden): admission webhook "x" denied it' },
    1,
    /The API server refused what \S+ declares:\n.*admission webhook "x" denied it/,
  ],
];

test.each(FAULTS)('%s', async (_, pattern, fault, exitStatus, words) => {
  await s.running();
  s.world.when(pattern, fault);
  const { status, err } = await s.run('up', '--timeout', '20');
  expect(err).toMatch(words);
  expect(err).not.toMatch(/^ +at /m);
  expect(status).toBe(exitStatus);
});

test.each<[string, Fault, RegExp]>([
  [
    'the disk is full where it is saved',
    { exitCode: 128, stderr: 'ENOSPC: no space left on device, write' },
    /nginx:alpine could not be loaded into kind-worker, kind-worker2: ENOSPC.*\n→ docker system df/,
  ],
  [
    'Docker cannot save it',
    { exitCode: 1, stderr: 'image does not provide the specified platform' },
    /specified platform\n→ Try it by hand:\ndocker image save nginx:alpine/,
  ],
])('an image that cannot be loaded, because %s: exit 3', async (_, fault, words) => {
  s.world.when(/^docker image save/, fault);
  const { status, err } = await s.run('up');
  expect(err).toMatch(words);
  expect(status).toBe(3);
});

test('a disk that is full in a node fails the load of its image, and the other’s is brought to its end', async () => {
  s.world.when(/exec --interactive kind-worker2 ctr/, async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  });
  s.world.when(/exec --interactive kind-worker ctr/, { exitCode: 1, stderr: 'ctr: write /var/lib: no space left on device' });
  const { status, err } = await s.run('up');
  expect(err).toMatch(/could not be loaded into kind-worker.*no space left/);
  expect(status).toBe(3);
  expect(s.world.machine.container('kind-worker2').images.size).toBe(1);
});

describe('what will not get better by waiting ends the wait at once, in the cluster’s own words', () => {
  const BACK_OFF = { state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:nope"' } } };
  const CRASHED = { restartCount: 5, lastState: { terminated: { exitCode: 3, reason: 'Error' } } };
  const REQUESTS = '0/3 nodes are available: 2 Insufficient cpu.';

  test.each([
    [
      'an image that nobody has',
      waitingPod('a', 'kind-worker', 'ImagePullBackOff', BACK_OFF),
      /ImagePullBackOff on kind-worker: .*Back-off pulling image "nginx:nope".*Warning Failed: it failed/s,
    ],
    [
      'a container that exits',
      waitingPod('a', 'kind-worker', 'CrashLoopBackOff', CRASHED),
      /CrashLoopBackOff on kind-worker: .* it ended with 3 \(Error\).*last lines of container nginx:\n *\| the last words/s,
    ],
    [
      'requests that fit nowhere',
      unscheduledPod('a', REQUESTS),
      /it fits on no node: 0\/3 nodes are available: 2 Insufficient cpu/,
    ],
  ])('%s', async (_, pod, words) => {
    const api = await s.running();
    api.fate = (one, index) => (index === 0 ? pod : one);
    const { status, err, out } = await s.run('up');
    expect(err).toMatch(words);
    expect(status).toBe(1);
    // A pod that failed before this up is given a second chance.
    expect(s.world.ran(/namespaces\/default\/deployments/).length).toBeLessThan(40);
    // The other checks are told as well.
    expect(out).toMatch(/✗ rollout/);
    expect(out).toMatch(/nodes-ready/);
  });
});

test('a wait that runs out of time shows the last state: exit 1', async () => {
  const api = await s.running();
  api.fate = (pod, index) => (index === 0 ? waitingPod('a', 'kind-worker', 'ContainerCreating') : pod);
  const { status, err } = await s.run('up', '--timeout', '20');
  expect(err).toMatch(
    /The workloads were not rolled out within 20 s:\n {2}2 of 3 pods ready; nginx-deployment-…-a: ContainerCreating on kind-worker/,
  );
  expect(status).toBe(1);
});

test('a node that never becomes Ready is named with its own words: exit 1', async () => {
  const api = await s.running();
  api.patchNode('kind-worker2', NOT_READY);
  const { status, err } = await s.run('up', '--timeout', '20');
  expect(err).toMatch(/Not every node became Ready within 20 s:\n {2}kind-worker2: Kubelet stopped posting node status\./);
  expect(status).toBe(1);
});

test('a usage that Docker does not measure is no failure', async () => {
  await s.running();
  s.world.when(/^docker stats/, 'hangs');
  expect((await s.run('up')).status).toBe(0);
});

describe('an interrupt', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s during the creation deletes what it made, and exits with %s', async (signal, exitStatus) => {
    s.world.when(/^kind create/, () => setImmediate(() => s.interrupt(signal)));
    const { status, err } = await s.run('up');
    expect(status).toBe(exitStatus);
    expect(err).toMatch(`! interrupted by ${signal}\n`);
    expect(s.world.ran(/^kind (delete|export)/)).toEqual(['kind delete cluster --name kind']);
    expect(s.world.machine.containers).toEqual([]);
    expect(readdirSync(s.cache)).toEqual([]);
  });

  test('of a kind that hangs', async () => {
    s.world.when(/^kind create/, 'hangs');
    s.world.when(/^kind create/, () => setImmediate(() => s.interrupt()), 1);
    expect((await s.run('up')).status).toBe(130);
  });

  /** Interrupts a command at its nth program, and gives the number of programs that it would have run. */
  async function interruptAt(n: number): Promise<number> {
    s.world.calls.length = 0;
    s.world.when(/./, () => {
      if (s.world.calls.length === n) s.interrupt();
    });
    const { status } = await s.run('up');
    const ran = s.world.calls.length;
    s.world.mend();
    expect(status).toBe(ran >= n ? 130 : 0);
    return ran;
  }

  test.each([
    ['creates', 8],
    ['finds', 3],
  ])('at any program of an up that %s the cluster is survived: the next up ends well', async (how, step) => {
    for (let n = 1; ; n += step) {
      if (how === 'creates') s.world.machine.remove([...s.world.machine.containers]);
      const ran = await interruptAt(n);
      expect(existsSync(join(s.cache, 'kind.lock'))).toBe(false);
      expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
      if (how === 'finds') expect((await s.run('up')).status).toBe(0);
      if (ran < n) break;
    }
    expect((await s.run('up')).status).toBe(0);
    expect((await s.run('plan')).out).toMatch(/Nothing to do/);
  });
});

describe('a report', () => {
  const report = () => JSON.parse(readFileSync(join(s.folder, 'report.json'), 'utf8'));
  const up = () => s.run('up', '--json', join(s.folder, 'report.json'), '--junit', join(s.folder, 'junit.xml'));

  test('is written also where up fails, marked with what ended it, and with the checks that could be made', async () => {
    const api = await s.running();
    api.fate = () => unscheduledPod('a', 'no room');
    expect((await up()).status).toBe(1);
    expect(report()).toMatchObject({
      ended: 'Pod default/nginx-deployment-5d9f7c8b6d-a: it fits on no node: no room',
      command: 'up',
      cluster: { name: 'kind' },
    });
    expect(report().summary.failed).toBeGreaterThan(0);
    expect(readFileSync(join(s.folder, 'junit.xml'), 'utf8')).toMatch(/<failure/);
  });

  test('is written also where up is interrupted', async () => {
    s.world.when(/^kind create/, () => s.interrupt());
    await up();
    expect(report()).toMatchObject({
      ended: 'interrupted by SIGINT',
      checks: [],
      steps: expect.arrayContaining([expect.objectContaining({ status: 'interrupted' })]),
    });
    expect(report().versions).toEqual({ docker: '27.3.1', kind: '0.27.0', kubectl: '1.32.2' });
  });

  test('tells what up did', async () => {
    await up();
    expect(report()).toMatchObject({
      actions: [
        'cluster kind: created with 3 nodes',
        'image nginx:alpine loaded into kind-worker, kind-worker2',
        'deployment.apps/nginx-deployment created',
        'service/nginx-nodeport created',
      ],
      urls: ['http://localhost:30080'],
      summary: { passed: 10, failed: 0, skipped: 0 },
    });
    expect(report().ended).toBeUndefined();
  });

  test('that goes to standard output has it for itself', async () => {
    await s.running();
    const { out, err } = await s.run('up', '--json', '-');
    expect(JSON.parse(out).summary.failed).toBe(0);
    expect(err).toMatch(/10 passed/);
  });

  test('that can no longer be written at the end is an error of its own, but does not hide what ended up', async () => {
    await s.running();
    const folder = join(s.folder, 'reports');
    s.world.when(/apply --filename/, () => rmSync(folder, { recursive: true, force: true }));
    const upTo = () => {
      mkdirSync(folder);
      return s.run('up', '--json', join(folder, 'report.json'));
    };
    const well = await upTo();
    expect(well.err).toMatch(/✗ The report of --json cannot be written/);
    expect(well.out).toMatch(/10 passed/);
    expect(well.status).toBe(3);
    s.world.when(/namespaces\/default\/deployments/, REFUSED);
    const failed = await upTo();
    expect(failed.err).toMatch(/The report of --json cannot be written.*✗ The workloads were not rolled out/s);
    expect(failed.status).toBe(1);
  });

  test('that cannot be written is said before anything is done', async () => {
    const { status, err } = await s.run('up', '--json', join(s.folder, 'nowhere', 'report.json'));
    expect(status).toBe(3);
    expect(err).toMatch(/there is no folder \S+nowhere/);
    expect(s.world.calls).toEqual([]);
  });
});

import { NOT_READY, unscheduledPod, waitingPod } from '../state/builders';
import { REFUSED } from './fake-kubectl';
import type { Fault } from './fake-world';
import { Sandbox } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

const NODES = /get --raw \/api\/v1\/nodes/;
const DOCKER_STOPPED: Fault = {
  exitCode: 1,
  stderr: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
};
const SILENT: Fault = { exitCode: 1, stderr: REFUSED };

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
    { stdout: 'Segmentation fault', stderr: 'using docker due to KIND_EXPERIMENTAL_PROVIDER' },
    3,
    /kind does not say how to reach the cluster kind: Segmentation fault/,
  ],
  [
    'kind fails',
    /^kind get/,
    { exitCode: 1, stderr: 'using docker due to KIND_EXPERIMENTAL_PROVIDER\nERROR: no nodes' },
    3,
    /kind does not say how to reach the cluster kind: ERROR: no nodes/,
  ],
  ['kubectl is missing', /^kubectl/, 'missing', 3, /kubectl is not on the PATH/],
  ['kubectl hangs', /^kubectl/, 'hangs', 1, /Not every node became Ready within 20 s:\n.*kubectl get did not end within 30 s\./],
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
  ['the API server never answers', NODES, SILENT, 1, /Not every node became Ready within 20 s:\n.*refused/],
  [
    'the API server goes away while waiting',
    /deployments/,
    SILENT,
    1,
    /The workloads were not rolled out within 20 s:\n.*refused/,
  ],
  [
    'the API server goes away while applying',
    /apply --filename/,
    SILENT,
    3,
    /The API server of context kind-kind does not answer/,
  ],
  [
    'applying takes too long',
    /apply --filename/,
    'hangs',
    3,
    /✗ kubectl apply did not end within 600 s\.\n→ See what takes so long/,
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
  expect([...s.world.machine.container('kind-worker2').images.keys()]).toContain('docker.io/library/nginx:alpine');
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

import type { KindNode } from '../../../lib/kind/config';
import type { MachineFacts } from '../../../lib/runner/doctor/facts';
import { judgeMachine, machineError, machineProblems } from '../../../lib/runner/doctor/judge';
import { declaredCluster } from './clusters';

const GI = 2 ** 30;
const docker = { state: 'running', version: '27.1.0', cpus: 2, memoryBytes: 8 * GI, cgroupVersion: '2' } as const;
const good: MachineFacts = {
  platform: 'linux',
  docker: { ...docker, disk: { folder: '/var/lib/docker', freeBytes: 50 * GI } },
  kind: 'kind v0.27.0 go1.24.4 linux/amd64',
  kubectl: 'Client Version: v1.32.2',
  curl: 'curl 8.0.0',
  takenPorts: [],
  shownCpus: {},
  missingImages: [],
  inotify: { instances: 128, watches: 8192 },
};
const image = 'kindest/node:v1.32.2';
const mapped: KindNode = { image, extraPortMappings: [{ containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1' }] };
const cluster = declaredCluster({ nodes: [mapped] });
const taken = { address: '127.0.0.1', port: 30080, protocol: 'TCP', purpose: 'port 30080 of kind-control-plane' } as const;

test('a machine with everything has no problem, and says what it has', () => {
  expect(machineProblems(good, cluster)).toEqual([]);
  expect(judgeMachine(good, cluster).map(({ subject, text }) => `${subject}: ${text}`)).toEqual([
    'Docker: 27.1.0, 2 CPUs, 8.0 GiB, cgroup v2',
    'kind: v0.27.0',
    'kubectl: v1.32.2',
    'curl: 8.0.0',
    'host port 30080: free, for port 30080 of kind-control-plane',
    'disk: 50.0 GiB free in /var/lib/docker',
  ]);
});

test.each<[string, Partial<MachineFacts>, string, string]>([
  ['no Docker', { docker: { state: 'missing' } }, 'Docker: it is not on the PATH', 'npm run setup'],
  [
    'a stopped Docker',
    { docker: { state: 'stopped', says: 'no daemon' } },
    'Docker: it does not answer: no daemon',
    'npm run setup',
  ],
  [
    'a Docker of root',
    { docker: { state: 'forbidden', says: 'permission denied' } },
    'Docker: it refuses this user: permission denied',
    'sudo usermod -aG docker "$USER", then log in again, or in this terminal only: newgrp docker',
  ],
  ['no kind', { kind: undefined }, 'kind: it is not on the PATH, or fails', 'npm run setup'],
  [
    'an old kind',
    { kind: 'kind v0.20.0' },
    'kind: 0.20 is too old; making nodes of Kubernetes 1.32 needs 0.24 or newer',
    'npm run setup',
  ],
  [
    'an old kubectl',
    { kubectl: 'Client Version: v1.30.9' },
    'kubectl: 1.30 is too old; Kubernetes 1.32 needs 1.31 or newer',
    'npm run setup',
  ],
  ['a kubectl that is none', { kubectl: 'hello' }, 'kubectl: it does not tell its version, but says "hello"', 'npm run setup'],
  ['no curl', { curl: undefined }, 'curl: it is not on the PATH', 'sudo apt-get install -y curl'],
  [
    'a full disk',
    { docker: { ...docker, disk: { folder: '/var/lib/docker', freeBytes: GI } } },
    'disk: 1.0 GiB free in /var/lib/docker; a cluster needs 5.0 GiB',
    'docker system prune',
  ],
  [
    'a port that another cluster holds',
    { takenPorts: [{ ...taken, reason: 'held', holder: 'the container x-worker', cluster: 'x' }] },
    'host port 30080: held by the container x-worker of the kind cluster x',
    'kind delete cluster --name x, or map another host port in main.ts',
  ],
  [
    'a port that a container holds',
    { takenPorts: [{ ...taken, reason: 'held', holder: 'the container web' }] },
    'host port 30080: held by the container web',
    'docker stop web, or map another host port in main.ts',
  ],
  [
    'a port that a process holds',
    { takenPorts: [{ ...taken, reason: 'held', holder: 'node (process 4242)' }] },
    'host port 30080: held by node (process 4242)',
    'kill 4242, or map another host port in main.ts',
  ],
  [
    'a port that somebody unknown holds',
    { takenPorts: [{ ...taken, reason: 'held' }] },
    'host port 30080: held by another program on 127.0.0.1',
    'sudo lsof -nP -i :30080 says by whom; end it, or map another host port in main.ts',
  ],
])('%s is a failure, with the command that mends it', (_what, facts, text, fix) => {
  const problems = machineProblems({ ...good, ...facts } as MachineFacts, cluster);
  expect(problems).toHaveLength(1);
  expect(problems.map((p) => `${p.subject}: ${p.text}`)).toEqual([text]);
  expect(problems[0]).toMatchObject({ severity: 'failure', fix });
});

test('a port that the cluster itself holds is fine', () => {
  const held = { ...taken, reason: 'held', holder: 'the container kind-control-plane', cluster: 'kind' } as const;
  expect(machineProblems({ ...good, takenPorts: [held] }, cluster)).toEqual([]);
});

test('kubectl is measured by the Kubernetes of the nodes', () => {
  const newer = declaredCluster({ nodes: [{ image: 'kindest/node:v1.35.0' }] });
  expect(machineProblems(good, newer).map(({ subject }) => subject)).toEqual(['kubectl']);
});

describe('sized nodes', () => {
  const sized = (cpus: number, memory: number) =>
    declaredCluster({ nodes: [{ image }, { role: 'worker', image }] }, [
      undefined,
      { cpuMillis: cpus * 1000, memoryBytes: memory },
    ]);

  test('as many CPUs as the host has are fine', () => {
    expect(machineProblems({ ...good, shownCpus: { 'kind-worker': [0, 1] } }, sized(2, GI))).toEqual([]);
  });

  test('more CPUs than the host has are a failure', () => {
    expect(machineProblems({ ...good, shownCpus: { 'kind-worker': [0, 1, 2] } }, sized(3, GI))).toEqual([
      {
        subject: 'CPUs of kind-worker',
        severity: 'failure',
        text: '3 are declared, and Docker has 2: the kubelet cannot show more than there are',
        fix: 'Declare at most 2 in main.ts.',
      },
    ]);
  });

  test('a CPU that the host does not have is a failure, though it were enough of them', () => {
    expect(machineProblems({ ...good, shownCpus: { 'kind-worker': [2] } }, sized(1, GI))).toEqual([
      {
        subject: 'CPUs of kind-worker',
        severity: 'failure',
        text: "it shows CPU 2, and Docker's are 0 to 1",
        fix: 'Set hostCpus to 2 on the cluster in main.ts: the nodes then share CPUs.',
      },
    ]);
  });

  test('more memory than the host has is a warning, which fails nothing', () => {
    const problems = machineProblems(good, sized(1, 9 * GI));
    expect(problems).toMatchObject([{ subject: 'memory', severity: 'warning' }]);
    expect(machineError(problems)).toBeUndefined();
  });
});

test('six nodes need more inotify instances than the kernel gives, five do not', () => {
  const nodes = Array.from({ length: 6 }, (_, i): KindNode => ({ role: i === 0 ? 'control-plane' : 'worker', image }));
  expect(machineProblems(good, declaredCluster({ nodes }))).toMatchObject([
    { subject: 'inotify', fix: 'sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288' },
  ]);
  expect(machineProblems(good, declaredCluster({ nodes: nodes.slice(1) }))).toEqual([]);
});

test('all failures come as one error, each fix once', () => {
  const error = machineError(machineProblems({ ...good, kind: undefined, kubectl: undefined } as MachineFacts, cluster));
  expect(error).toMatchObject({
    exitStatus: 3,
    message: 'kind: it is not on the PATH, or fails\nkubectl: it is not on the PATH, or fails',
    hint: 'npm run setup',
  });
});

import { createServer } from 'node:net';
import { tryBind } from '../../../lib/runner/doctor/bind';
import { gatherFacts } from '../../../lib/runner/doctor/facts';
import { fakePrograms } from '../setup/fake-programs';
import { declaredCluster } from './clusters';

const cluster = declaredCluster({
  nodes: [
    {
      image: 'kindest/node:v1.32.2',
      extraPortMappings: [
        { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1' },
        { containerPort: 30081, hostPort: 30081, listenAddress: '127.0.0.1' },
      ],
    },
  ],
});
const info = { ServerVersion: '27.1.0', NCPU: 4, MemTotal: 1024, CgroupVersion: '2', OperatingSystem: 'Docker Desktop' };

test('programs that are missing are facts, not errors', async () => {
  const { programs } = fakePrograms({});
  expect(await gatherFacts(programs, undefined)).toMatchObject({ docker: { state: 'missing' }, takenPorts: [] });
});

test('it reads what each program says', async () => {
  const { programs } = fakePrograms({
    'docker info': JSON.stringify(info),
    'docker ps': 'web\t\t\t127.0.0.1:30081->80/tcp',
    'docker image': 'sha256:1',
    'kind version': 'kind v0.27.0',
    'kubectl version': 'Client Version: v1.32.2',
    'curl --version': 'curl 8.0.0 (x86_64)\nRelease-Date: 2023',
  });
  const facts = await gatherFacts(programs, cluster, async () => 'free');
  expect(facts).toMatchObject({
    docker: { state: 'running', version: '27.1.0', cpus: 4, memoryBytes: 1024, cgroupVersion: '2' },
    kind: 'kind v0.27.0',
    kubectl: 'Client Version: v1.32.2',
    curl: 'curl 8.0.0 (x86_64)',
    takenPorts: [{ port: 30081, reason: 'held', holder: 'the container web' }],
    missingImages: [],
  });
});

test.each([
  [
    { exitCode: 1, stderr: 'Cannot connect to the Docker daemon' },
    { state: 'stopped', says: 'Cannot connect to the Docker daemon' },
  ],
  [
    { exitCode: 1, stderr: 'permission denied while trying' },
    { state: 'forbidden', says: 'permission denied while trying' },
  ],
  // An old client whose daemon does not answer.
  [JSON.stringify({ ServerErrors: ['Cannot connect'] }), { state: 'stopped', says: 'Cannot connect' }],
])('docker info that answers %j says in which state Docker is', async (answer, docker) => {
  const { programs } = fakePrograms({ 'docker info': answer });
  expect(await gatherFacts(programs, undefined)).toMatchObject({ docker });
});

test('a port that a socket listens on cannot be had, and can when it is closed', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const wanted = { address: '127.0.0.1', port, protocol: 'TCP', purpose: '' } as const;
  expect(await tryBind(wanted)).toBe('held');
  await new Promise((resolve) => server.close(resolve));
  expect(await tryBind(wanted)).toBe('free');
  expect(await tryBind({ ...wanted, protocol: 'UDP' })).toBe('free');
  expect(await tryBind({ ...wanted, address: '192.0.2.1' })).toBe('no-such-address');
});

import { CORDONED, service } from '../state/builders';
import type { FakeApi } from './fake-api';
import { REFUSED } from './fake-kubectl';
import { NGINX, Sandbox, SERVICE } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

const LOOKS = ['verify', 'status'];

describe.each(LOOKS)('%s', (command) => {
  test('of a cluster that is not there says so: exit 3', async () => {
    const { status, err } = await s.run(command);
    expect(err).toMatch(/There is no cluster kind\.\n→ npm run up creates it\./);
    expect(status).toBe(3);
  });

  test('of one that is stopped says so: exit 3', async () => {
    await s.running();
    await s.run('stop');
    const { status, err } = await s.run(command);
    expect(err).toMatch(/The cluster kind is stopped\.\n→ npm run up starts it\./);
    expect(status).toBe(3);
  });

  test('of one whose control plane is paused says so: exit 3', async () => {
    await s.running();
    s.world.machine.container('kind-control-plane').state = 'paused';
    const { status, err } = await s.run(command);
    expect(err).toMatch(/The cluster kind does not answer: kind-control-plane is paused\.\n→ npm run up starts it\./);
    expect(status).toBe(3);
  });

  test('changes nothing', async () => {
    await s.running();
    expect((await s.run(command)).status).toBe(0);
    expect([...s.world.changes(), ...s.world.ran(/ apply /)]).toEqual([]);
  });

  test('of a Docker that is stopped says so: exit 3', async () => {
    s.world.machine.dockerRuns = false;
    const { status, err } = await s.run(command);
    expect(err).toMatch(/Docker does not answer/);
    expect(status).toBe(3);
  });

  test('of a Docker that stops before kind has asked it says so: exit 3', async () => {
    await s.running();
    const words = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    const stderr = `ERROR: failed to list nodes: command "docker ps -a" failed with error: exit status 1\n\nCommand Output: ${words}`;
    s.world.when(/^kind get kubeconfig/, { exitCode: 1, stderr });
    const { status, err } = await s.run(command);
    expect(err).toContain(`✗ Docker does not answer: ${words}\n`);
    expect(status).toBe(3);
  });

  test('of a folder that is not there says so: exit 2', async () => {
    const { status, err } = await s.runWords(command, '--dist', 'nowhere');
    expect(err).toMatch(/nowhere does not exist\.\n→ npm run synth writes it/);
    expect(status).toBe(2);
  });
});

describe('verify', () => {
  test('passes on what up made: exit 0', async () => {
    await s.running();
    const { status, out } = await s.run('verify');
    expect(out).toMatch(/10 passed, 0 failed, 0 skipped/);
    expect(status).toBe(0);
  });

  test('that may not read everything has not shown that all holds: exit 1', async () => {
    await s.running();
    const stderr = 'Error from server (Forbidden): deployments.apps is forbidden: User "u" cannot list resource "deployments"';
    s.world.when(/deployments\?/, { exitCode: 1, stderr });
    const { status, out } = await s.run('verify');
    expect(out).toMatch(/\? rollout +Deployment default\/nginx-deployment\n +unknown +Error from server \(Forbidden\)/);
    expect(out).toMatch(/\nnot proven: 2 of 10 checks could not be judged\n8 passed, 0 failed, 2 skipped/);
    expect(status).toBe(1);
  });

  test('passes over what is declared not to be for the host: exit 0', async () => {
    const config = s.declare([
      NGINX,
      { ...SERVICE, metadata: { ...SERVICE.metadata, annotations: { 'cdk8s-kind/host': 'false' } } },
    ]);
    await s.running(config);
    const { status, out } = await s.run('verify');
    expect(out).toMatch(/skipped +it says that it is not for the host\n/);
    expect(out).toMatch(/9 passed, 0 failed, 1 skipped/);
    expect(out).not.toContain('not proven');
    expect(status).toBe(0);
  });

  test.each<[string, (api: FakeApi) => void, RegExp]>([
    [
      'the Deployment was scaled to nothing',
      (api) => void api.apply({ ...NGINX, spec: { ...NGINX.spec, replicas: 0 } }),
      /✗ rollout +Deployment default\/nginx-deployment\n.*\n.*it was scaled to 0/,
    ],
    [
      'the Service was deleted',
      (api) => void api.objects.delete('Service default/nginx-nodeport'),
      /✗ endpoints +Service default\/nginx-nodeport\n.*\n.*it does not exist/,
    ],
    [
      'all pods sit on one worker, because the other is cordoned',
      (api) => {
        api.patchNode('kind-worker2', CORDONED);
      },
      /✗ spread +Deployment default\/nginx-deployment/,
    ],
    [
      'a worker is smaller than declared',
      (api) => api.patchNode('kind-worker', { status: { allocatable: { memory: '1Gi' } } }),
      /✗ node-size +Node kind-worker\n/,
    ],
    [
      'a node is missing',
      (api) => {
        api.nodes = api.nodes.slice(0, 2);
      },
      /✗ nodes-ready +Node kind-worker2/,
    ],
  ])('names exactly what broke: %s', async (_, breaks, words) => {
    const api = await s.running();
    breaks(api);
    const { status, out } = await s.run('verify');
    expect(out).toMatch(words);
    expect(status).toBe(1);
  });

  test('of a cluster without the mapping goes through a port-forward, says so, and ends it', async () => {
    await s.running(s.declare([NGINX, SERVICE], s.nodes({ extraPortMappings: [] })));
    s.declare();
    const { status, out } = await s.run('verify');
    expect(out).toMatch(/reachable .*through a port-forward, because the running cluster does not map nodePort 30080/);
    expect(status).toBe(0);
  });
});

describe('status', () => {
  test('shows nodes with their size and use, the pods on them, and the addresses', async () => {
    await s.running();
    const { out } = await s.run('status');
    expect(out).toMatch(/kind-worker\b/);
    expect(out).toMatch(/nginx-deployment/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('http://localhost:30080');
  });

  test.each([
    [{ name: 'https' }, /https:\/\/localhost:30080$/],
    [{ appProtocol: 'redis' }, /░ free$/],
  ])('gives the address as one opens it, if it is one: %j', async (port, ends) => {
    await s.running(s.declare([NGINX, service({}, port)]));
    const { out } = await s.run('status');
    expect(out.trimEnd()).toMatch(ends);
  });

  test('a node whose container does not run is what its container is, although Kubernetes says Ready', async () => {
    await s.running();
    s.world.machine.container('kind-worker2').state = 'exited';
    const { out } = await s.run('status');
    expect(out).toMatch(/kind-worker +Ready/);
    expect(out).toMatch(/kind-worker2 +exited/);
  });

  test.each([
    ['SIGINT', 0],
    ['SIGTERM', 143],
  ] as const)('--watch draws it anew until %s: exit %i', async (signal, exitStatus) => {
    await s.running();
    let draws = 0;
    s.world.when(/\/version$/, () => {
      if (++draws === 3) s.interrupt(signal);
    });
    const { status, out } = await s.run('status', '--watch');
    expect(out.match(/every 2 s until Ctrl-C/g)).toHaveLength(2);
    expect(status).toBe(exitStatus);
  });
});

test.each([
  [
    'an API server that refuses',
    { exitCode: 1, stderr: 'Error from server (Forbidden): unknown' },
    'Error from server (Forbidden): unknown',
  ],
  ['an API server that is not there', { exitCode: 1, stderr: REFUSED }, 'does not answer'],
])('status --watch goes on after a look that fails because of %s', async (_, fault, words) => {
  await s.running();
  let looks = 0;
  s.world.when(/\/version$/, () => {
    if (++looks === 2) s.interrupt();
  });
  s.world.when(/\/version$/, fault, 1);
  const { status, out } = await s.run('status', '--watch');
  expect(out).toContain(words);
  expect(looks).toBe(2);
  expect(status).toBe(0);
});

test('an interrupted verify ends with 130', async () => {
  await s.running();
  s.world.when(/^curl/, () => s.interrupt());
  const { status } = await s.run('verify');
  expect(status).toBe(130);
});

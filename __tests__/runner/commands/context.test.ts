import { FakeApi } from './fake-api';
import { NGINX, Sandbox, SERVICE } from './sandbox';

let s: Sandbox;
let api: FakeApi;
beforeEach(() => {
  s = new Sandbox();
  api = new FakeApi(['remote-1', 'remote-2', 'remote-3'].map((name) => ({ name })));
  s.world.machine.contexts.set('remote', api);
  // Neither is needed.
  s.world.when(/^(docker|kind)/, 'missing');
});
afterEach(() => s.end());

const up = () => s.run('up', '--context', 'remote');

test('up applies to a cluster of any kind, waits and verifies, without Docker and kind', async () => {
  const { status, err } = await up();
  expect(err).toMatch(/apply \S+.*deployment\.apps\/nginx-deployment created/);
  expect(status).toBe(0);
  expect(s.world.ran(/^(docker|kind)/)).toEqual([]);
  expect([...api.objects.keys()]).toEqual(['Deployment default/nginx-deployment', 'Service default/nginx-nodeport']);
});

test('the context is the user’s, and named in every request', async () => {
  await up();
  for (const line of s.world.ran(/^kubectl/)) expect(line).toMatch(/^kubectl --context remote /);
});

test('nothing of it is pruned, nor is a list of ours kept in it', async () => {
  await up();
  s.declare([NGINX]);
  await up();
  expect(s.world.ran(/ delete |configmap|server-side/)).toEqual([]);
  expect(api.objects.has(`Service default/${SERVICE.metadata.name}`)).toBe(true);
});

test('Services are reached by a node’s address, or else through a port-forward that is ended', async () => {
  const { out } = await s.run('verify', '--context', 'remote').then(up);
  expect(s.world.ran(/^curl .*http:\/\/172\.18\.0\.3:30080$/).length).toBeGreaterThan(0);
  expect(
    s.world.ran(/port-forward --address 127\.0\.0\.1 --namespace default service\/nginx-nodeport :80$/).length,
  ).toBeGreaterThan(0);
  expect(out).toMatch(/reachable .*through a port-forward/);
});

test('verify makes no more requests for more pods', async () => {
  const requests = async (replicas: number) => {
    s.declare([{ ...NGINX, spec: { ...NGINX.spec, replicas } }]);
    await up();
    s.world.calls.length = 0;
    expect((await s.run('verify', '--context', 'remote')).status).toBe(0);
    return s.world.ran(/^kubectl/).length;
  };
  expect(await requests(3)).toBe(await requests(24));
});

describe('a list of more than a page', () => {
  beforeEach(() => {
    s.declare([{ ...NGINX, spec: { ...NGINX.spec, replicas: 2001 } }]);
  });
  const pages = () => s.world.ran(/\/api\/v1\/pods\?/).map((line) => /\?.*/.exec(line)?.[0]);

  test('is read a page at a time', async () => {
    await up();
    s.world.calls.length = 0;
    const { out } = await s.run('verify', '--context', 'remote');
    expect(out).toMatch(/2001 of 2001 available/);
    expect(pages()).toEqual(['?limit=2000', '?limit=2000&continue=2000']);
  });

  test('is read anew when the cluster has forgotten its beginning', async () => {
    await up();
    s.world.calls.length = 0;
    s.world.when(
      /continue=/,
      { exitCode: 1, stderr: 'Error from server (Expired): The provided continue parameter is too old' },
      1,
    );
    expect((await s.run('verify', '--context', 'remote')).status).toBe(0);
    expect(pages()).toHaveLength(4);
  });
});

test.each(['up', 'verify', 'plan', 'status'])(
  '%s: a context that does not exist is refused with those that do: exit 2',
  async (command) => {
    const { status, err } = await s.run(command, '--context', 'nope');
    expect(status).toBe(2);
    expect(err).toMatch(/There is no context nope in the kubeconfig\.\n→ These exist: remote\./);
  },
);

test('plan and status work on it too', async () => {
  expect((await s.run('plan', '--context', 'remote')).out).toBe(
    'Deployment default/nginx-deployment: create\nService default/nginx-nodeport: create\n',
  );
  await up();
  expect((await s.run('plan', '--context', 'remote')).out).toMatch(/Nothing to do/);
  const { status, out } = await s.run('status', '--context', 'remote');
  expect(out).toMatch(/remote-1.*nginx-deployment/s);
  expect(status).toBe(0);
  expect(s.world.ran(/^(docker|kind)/)).toEqual([]);
});

test('a missing kubectl is said at once: exit 3', async () => {
  s.world.when(/^kubectl/, 'missing');
  const { status, err } = await up();
  expect(err).toMatch(/kubectl is not on the PATH/);
  expect(status).toBe(3);
});

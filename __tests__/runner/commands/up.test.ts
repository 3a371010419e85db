import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patched } from '../state/builders';
import { FakeApi } from './fake-api';
import { existingCluster } from './fake-kind';
import { MAPPING, NGINX, Sandbox, SERVICE } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

describe('where there is no cluster', () => {
  test('it is created, its nodes are waited for, the folder is applied, the rollout waited for, and all is verified', async () => {
    const { status, out } = await s.run('up');
    expect(status).toBe(0);
    expect(out).toMatch(/http:\/\/localhost:30080\n {2}curl http:\/\/localhost:30080/);
    expect(out).toMatch(/10 passed, 0 failed, 0 skipped/);
    const order = [
      /^kind create cluster/,
      /get --raw \/api\/v1\/nodes/,
      /apply --filename \S+dist/,
      /get --raw .*deployments/,
      /^curl --disable/,
    ];
    const places = order.map((pattern) => s.world.calls.findIndex(({ line }) => pattern.test(line)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('kind is given the file of dist/, and writes the context to the user’s kubeconfig as it always does', async () => {
    await s.run('up');
    expect(s.world.ran(/^kind create/)).toEqual([
      `kind create cluster --name kind --config ${join(s.dist, 'kind', 'cluster.yaml')} --retain`,
    ]);
    expect([...s.world.machine.contexts.keys()]).toEqual(['kind-kind']);
  });

  test('every request names the context, and the kubeconfig that kind has of it', async () => {
    await s.run('up');
    const asked = s.world.ran(/^kubectl (?!version --client|config view)/);
    expect(asked.length).toBeGreaterThan(10);
    for (const line of asked)
      expect(line).toMatch(/^kubectl --kubeconfig \S+\/tmp\/cdk8s-kind-\S+\/kubeconfig --context kind-kind /);
  });

  test('the workers unpack what their first pods run while the control plane comes up', async () => {
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.ran(/snapshots unpack/).map((line) => line.split(' ').slice(2).join(' '))).toEqual(
      ['kind-worker', 'kind-worker2'].map((node) => `${node} ctr --namespace=k8s.io snapshots unpack sha256:kube-proxy`),
    );
  });

  test('the workload image goes to the workers that lack it, once, while the nodes come up', async () => {
    await s.run('up');
    expect(s.world.ran(/^docker image save/)).toEqual(['docker image save nginx:alpine']);
    const imports = s.world.ran(/images import/).map((line) => line.split(' ')[3]);
    expect(imports).toEqual(['kind-worker', 'kind-worker2']);
    const places = [/images import/, /get --raw \/api\/v1\/nodes/].map((pattern) =>
      s.world.calls.findIndex(({ line }) => pattern.test(line)),
    );
    expect(places[0]).toBeLessThan(places[1] ?? 0);
  });

  test('an image whose pods tolerate the taint of the control planes goes to these as well', async () => {
    const more = { tolerations: [{ operator: 'Exists' }], topologySpreadConstraints: [] };
    s.declare([patched(NGINX, { spec: { template: { spec: more } } }), SERVICE]);
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.machine.container('kind-control-plane').images.has('docker.io/library/nginx:alpine')).toBe(true);
  });

  test('what was missed while the nodes came up is loaded afterwards', async () => {
    s.world.when(/^docker image save/, { exitCode: 1, stderr: 'the daemon is busy' }, 1);
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.machine.container('kind-worker').images.has('docker.io/library/nginx:alpine')).toBe(true);
  });

  test('an image that this machine lacks is left to the nodes to pull', async () => {
    s.world.machine.images.delete('nginx:alpine');
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.ran(/image save|images import/)).toEqual([]);
  });

  test('a Docker from API 1.48 on saves the one platform that the nodes run', async () => {
    s.world.when(/^docker version --format {{.Server.APIVersion}}/, { stdout: '1.48 1.48 linux/amd64' });
    await s.run('up');
    expect(s.world.ran(/^docker image save/)).toEqual(['docker image save --platform linux/amd64 nginx:alpine']);
    expect(s.world.ran(/images import/).join()).not.toContain('--all-platforms');
  });

  test.each(['1.47', '1.48'])('an image for another platform is brought, with a warning, by a Docker of API %s', async (api) => {
    s.world.when(/^docker version --format {{.Server.APIVersion}}/, { stdout: `${api} ${api} linux/amd64` });
    s.world.when(/^docker image inspect/, { stdout: 'sha256:nginx linux/arm64' });
    const { err } = await s.run('up');
    expect(err).toContain('! image nginx:alpine is for linux/arm64, the nodes are linux/amd64');
    expect(s.world.ran(/images import/).join()).toContain('--all-platforms');
  });

  test('the machine is looked at before: what is missing or in the way is said at once, and nothing is made', async () => {
    s.world.when(/^kind version/, { stdout: 'kind v0.11.0 go1.16 linux/amd64' });
    s.world.machine.heldPorts.add(30080);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/kind: 0\.11 is too old/);
    expect(err).toMatch(/host port 30080: held by another program/);
    expect(s.world.changes()).toEqual([]);
  });

  test('a context of the same name that leads to somebody’s cluster is not overwritten: exit 4', async () => {
    s.world.machine.contexts.set('kind-kind', new FakeApi([]));
    const { status, err } = await s.run('up');
    expect(status).toBe(4);
    expect(err).toMatch(
      /context kind-kind that leads to https:\/\/10\.1\.2\.3:6443.*\n.*kubectl config rename-context kind-kind/,
    );
    expect(s.world.changes()).toEqual([]);
  });
});

describe('where the cluster runs', () => {
  test('up changes nothing in it, and twice gives the same', async () => {
    await s.running();
    const first = await s.run('up');
    expect(s.world.changes()).toEqual([]);
    expect(first.err).toMatch(/2 objects unchanged/);
    const second = await s.run('up');
    const lines = ({ out }: { out: string }) => out.replace(/in [\d.]+ ?m?s/g, '');
    expect(lines(second)).toBe(lines(first));
  });

  test('one that somebody made otherwise is refused with each side’s value, and untouched: exit 4', async () => {
    const [controlPlane, worker] = s.nodes();
    const config = s.declare();
    const other = {
      ...config,
      nodes: [
        { ...controlPlane, image: 'kindest/node:v1.31.0', extraPortMappings: [] },
        { ...worker, extraMounts: [] },
      ],
    };
    existingCluster(s.world.machine, 'kind', other);
    const { status, err } = await s.run('up');
    expect(status).toBe(4);
    expect(err).toMatch(
      /node kind-control-plane: declared image kindest\/node:v1\.32\.2, found image kindest\/node:v1\.31\.0 → recreate/,
    );
    expect(err).toMatch(/node kind-worker: declared its size, .* found not mounted → recreate/);
    expect(err).toMatch(/node kind-worker2: declared worker, found no such node → recreate/);
    expect(err).toMatch(/The cluster is as it was\. npm run up -- --recreate/);
    expect(s.world.changes()).toEqual([]);
  });

  test('--recreate deletes it and creates it anew', async () => {
    await s.running();
    s.declare([NGINX, SERVICE], [...s.nodes(), { role: 'worker', image: 'kindest/node:v1.32.2' }]);
    expect((await s.run('up', '--recreate')).status).toBe(0);
    expect(s.world.ran(/^kind (create|delete)/).map((line) => line.slice(0, 11))).toEqual(['kind delete', 'kind create']);
    expect(s.world.machine.nodes('kind')).toHaveLength(4);
  });

  test('--recreate deletes nothing that could not be created again', async () => {
    await s.running();
    s.declare([NGINX, SERVICE], [{ ...s.nodes()[0], extraPortMappings: [{ ...MAPPING, hostPort: 31000 }] }]);
    s.world.machine.heldPorts.add(31000);
    const { status, err } = await s.run('up', '--recreate');
    expect(status).toBe(3);
    expect(err).toMatch(/host port 31000: held by another program/);
    expect(s.world.ran(/^kind (create|delete)/)).toEqual([]);
  });

  test('--recreate of a cluster that is as declared deletes nothing', async () => {
    await s.running();
    expect((await s.run('up', '--recreate')).status).toBe(0);
    expect(s.world.ran(/^kind (create|delete)/)).toEqual([]);
  });
});

describe('where nodes do not run', () => {
  test('stopped and paused ones are started and waited for, and none is made anew', async () => {
    await s.running();
    s.world.machine.container('kind-worker').state = 'paused';
    s.world.machine.container('kind-worker2').state = 'exited';
    const { status, err } = await s.run('up');
    expect(status).toBe(0);
    expect(err).toMatch(/start kind-worker, kind-worker2/);
    expect(s.world.ran(/^docker (unpause|start)/)).toEqual(['docker unpause kind-worker', 'docker start kind-worker2']);
    expect(s.world.ran(/^kind (create|delete)/)).toEqual([]);
  });

  test('the load balancer of several control planes is started too', async () => {
    await s.running();
    const labels = { 'io.x-k8s.kind.cluster': 'kind', 'io.x-k8s.kind.role': 'external-load-balancer' };
    s.world.machine.add({ name: 'kind-external-load-balancer', labels, image: 'haproxy', state: 'exited' });
    expect((await s.run('plan')).out).toMatch(/kind-external-load-balancer: declared running, found exited → start/);
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.ran(/^docker start/)).toEqual(['docker start kind-external-load-balancer']);
  });

  test('an API server that is not there yet is waited for', async () => {
    await s.running();
    s.world.when(
      /get --raw \/api\/v1\/nodes/,
      { exitCode: 1, stderr: 'The connection to the server 127.0.0.1:40000 was refused' },
      5,
    );
    expect((await s.run('up')).status).toBe(0);
  });

  test('a cluster that stop parked is there again, its workloads too', async () => {
    await s.running();
    await s.run('stop');
    const { status, out } = await s.run('up');
    expect(status).toBe(0);
    expect(out).toMatch(/0 failed/);
  });
});

test('a cache folder that cannot be made is said with what to do: exit 3', async () => {
  process.env.XDG_CACHE_HOME = join(s.dist, 'app.k8s.yaml');
  const { status, err } = await s.run('up');
  expect(status).toBe(3);
  expect(err).toMatch(/The folder for locks and notes, \S+, cannot be made.*\n→ .*XDG_CACHE_HOME/);
  expect(s.world.ran(/^(?!docker stats)/)).toEqual([]);
});

test('the lock of another process is respected, and named: exit 3', async () => {
  await s.running();
  writeFileSync(join(s.cache, 'kind.lock'), JSON.stringify({ pid: process.ppid, command: 'up' }));
  const { status, err } = await s.run('up');
  expect(status).toBe(3);
  expect(err).toMatch(`npm run up (process ${process.ppid}) is changing the cluster kind at this moment`);
  expect(s.world.ran(/^(?!docker stats)/)).toEqual([]);
});

test('without --dist what main.ts describes is written first, and its mistakes end up with exit 2', async () => {
  s.world.when(/synth/, { exitCode: 2, stderr: 'main.ts: Service nginx-nodeport selects no pod' });
  const { status, err } = await s.runWords('up');
  expect(status).toBe(2);
  expect(err).toMatch(/Service nginx-nodeport selects no pod/);
  expect(s.world.ran(/^(?!docker stats)/)).toHaveLength(1);
});

test('a dist folder without a cluster asks for one: exit 2', async () => {
  rmSync(join(s.dist, 'kind'), { recursive: true });
  const { status, err } = await s.run('up');
  expect(status).toBe(2);
  expect(err).toMatch(/declares no cluster.*\n→ --context NAME/);
});

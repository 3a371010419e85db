import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { KindNode } from '../../../lib/kind/config';
import { CONFIG, GI, MAPPING, NGINX, Sandbox, SECOND, SERVICE } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

describe('a port by proxy', () => {
  const declareSecond = () => s.declare([NGINX, SERVICE], s.nodes({ extraPortMappings: [MAPPING, SECOND] }));

  test('answers, is listed as ours, and goes when it is no longer declared', async () => {
    await s.running();
    declareSecond();
    const { out } = await s.run('up');
    expect(out).toMatch(/curl http:\/\/localhost:30080\n.*\n.*curl http:\/\/localhost:30081/s);
    expect(s.world.machine.container('kind-port-30081').labels).toMatchObject({
      'cdk8s-kind.proxy-of': 'kind',
      'cdk8s-kind.node': 'kind-control-plane',
    });
    s.declare();
    expect((await s.run('plan')).out).toMatch(
      /port 127\.0\.0\.1:30081: declared not mapped, found forwarded by kind-port-30081 → in place/,
    );
    await s.run('up');
    expect(s.world.machine.containers).toHaveLength(3);
  });

  test('whose host port is taken ends up with exit 3, and leaves no container', async () => {
    await s.running();
    declareSecond();
    s.world.machine.heldPorts.add(30081);
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/127\.0\.0\.1:30081 failed: port is already allocated/);
    expect(s.world.machine.containers).toHaveLength(3);
  });

  test.each([
    ['', {}],
    [' but another cluster’s', { 'cdk8s-kind.proxy-of': 'other' }],
  ])('does not take the place of a container of its name that is not ours%s: exit 3', async (_, labels) => {
    await s.running();
    declareSecond();
    s.world.machine.add({ name: 'kind-port-30081', labels, image: 'postgres' });
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toMatch(/The container kind-port-30081 is in the way: .*\n→ .*\ndocker rename kind-port-30081 OTHER\n/);
    expect(s.world.machine.container('kind-port-30081').image).toBe('postgres');
  });

  test('of a rootless Docker that may not bind the port is no matter of the user’s group: exit 3', async () => {
    await s.running();
    declareSecond();
    const stderr = 'docker: Error response from daemon: cannot expose privileged port 80: listen tcp4: bind: permission denied.';
    s.world.when(/^docker run/, { exitCode: 125, stderr });
    const { status, err } = await s.run('up');
    expect(status).toBe(3);
    expect(err).toContain(`docker run failed: ${stderr}`);
    expect(err).not.toMatch(/refuses this user|usermod/);
  });

  test('to a node that is restarted is made anew, as Docker may give the node another address', async () => {
    const mapped = (): KindNode[] => {
      const [controlPlane, worker, other] = s.nodes();
      return [{ ...controlPlane, extraPortMappings: [] }, { ...worker, extraPortMappings: [MAPPING] }, { ...other }];
    };
    await s.running(
      s.declare(
        [NGINX, SERVICE],
        mapped().map((node) => ({ ...node, extraPortMappings: [] })),
      ),
    );
    s.declare([NGINX, SERVICE], mapped());
    await s.run('up');
    s.size('kind-worker', { cpuMillis: 2000, memoryBytes: 2 * GI }, [0, 2]);
    const { status, out } = await s.run('up');
    expect(out).toMatch(/curl http:\/\/localhost:30080/);
    expect(status).toBe(0);
    expect((await s.run('plan')).out).toMatch(/Nothing to do/);
  });

  test('frees its host port before the cluster is created anew', async () => {
    await s.running();
    declareSecond();
    await s.run('up');
    s.declare(
      [NGINX, SERVICE],
      [...s.nodes({ extraPortMappings: [MAPPING, SECOND] }), { role: 'worker', image: 'kindest/node:v1.32.2' }],
    );
    expect((await s.run('up', '--recreate')).status).toBe(0);
    expect(s.world.machine.containers.map(({ name }) => name)).not.toContain('kind-port-30081');
  });

  test('that is left of a cluster which somebody deleted by hand is no hindrance', async () => {
    await s.running();
    declareSecond();
    await s.run('up');
    s.world.machine.remove(s.world.machine.nodes('kind'));
    expect((await s.run('up')).status).toBe(0);
    expect(s.world.machine.containers).toHaveLength(3);
  });
});

describe('what is no longer declared', () => {
  const objects = () =>
    [...(s.world.machine.clusters.get('kind')?.objects.keys() ?? [])].filter((key) => !key.includes('inventory'));

  test('is removed only if a former up applied it', async () => {
    const api = await s.running(s.declare([NGINX, SERVICE, CONFIG]));
    api.apply({ ...CONFIG, metadata: { name: 'of-somebody' } });
    s.declare();
    await s.run('up');
    expect(objects()).toEqual([
      'Deployment default/nginx-deployment',
      'Service default/nginx-nodeport',
      'ConfigMap default/of-somebody',
    ]);
  });

  test('is removed also if the up that applied it did not get through', async () => {
    const api = await s.running();
    s.declare([NGINX, SERVICE, CONFIG]);
    s.world.when(/apply --filename/, () => api.apply(CONFIG), 1);
    s.world.when(/apply --filename/, { exitCode: 1, stderr: 'Error from server (Forbidden): denied by a webhook' }, 1);
    api.apply(CONFIG);
    expect((await s.run('up')).status).toBe(1);
    s.declare();
    await s.run('up');
    expect(objects()).not.toContain('ConfigMap default/settings');
  });

  test('of another folder is none of ours', async () => {
    await s.running(s.declare([CONFIG]));
    const other = join(s.folder, 'other');
    cpSync(s.dist, other, { recursive: true });
    s.declare();
    await s.runWords('up', '--dist', other);
    await s.run('up');
    await s.runWords('up', '--dist', other);
    expect(objects()).toHaveLength(3);
  });
});

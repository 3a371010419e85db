import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { KindNode } from '../../../lib/kind/config';
import type { KubernetesObject } from '../../../lib/kubernetes/object';
import { readFiles } from './fake-docker';
import { GI, MAPPING, NGINX, SERVICE, Session } from './session';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.end());

const CONFIG: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, spec: {} };
const SECOND = { ...MAPPING, hostPort: 30081 };

/** The control plane of the default program, with more. */
function withControlPlane(more: Partial<KindNode>): KindNode[] {
  const [controlPlane, ...workers] = s.nodes();
  return [{ ...controlPlane, ...more }, ...workers];
}

/** The size of a worker becomes another, in files that take the place of the former ones. */
function resize(cpuMillis: number, memoryBytes: number, cpus: readonly number[]): void {
  const [controlPlane, worker, ...others] = s.nodes();
  const reserved = cpus.length * 1000 - cpuMillis;
  const patch = `kind: JoinConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    system-reserved: cpu=${reserved}m\n`;
  s.declare(
    [NGINX, SERVICE],
    [{ ...controlPlane }, { ...worker, ...(reserved > 0 && { kubeadmConfigPatches: [patch] }) }, ...others],
  );
  s.size('kind-worker', { cpuMillis, memoryBytes }, cpus);
}

/**
 * Every kind of difference: how it comes about, what plan says of it, and what up runs to mend it. Nothing else that changes
 * something is run.
 */
const DIFFERENCES: [string, () => void | Promise<void>, RegExp, RegExp[]][] = [
  [
    'a cluster that is not there',
    () => s.world.machine.remove([...s.world.machine.containers]),
    /^cluster kind: declared 3 nodes, found none → create\n2 objects of \S+: applied once the cluster runs$/,
    [/^kind create/, /images import/, /images import/, /apply --server-side/],
  ],
  [
    'a node that is stopped',
    () => {
      s.world.machine.container('kind-worker2').state = 'exited';
    },
    /^node kind-worker2: declared running, found exited → start\n2 objects/,
    [/^docker start kind-worker2$/],
  ],
  [
    'a port that the cluster does not map',
    () => void s.declare([NGINX, SERVICE], withControlPlane({ extraPortMappings: [MAPPING, SECOND] })),
    /^port 127\.0\.0\.1:30081: declared mapped to kind-control-plane:30080\/TCP, found not mapped → in place$/,
    [
      /^docker rm .* kind-port-30081$/,
      /^docker run --detach --name kind-port-30081 --network kind .*--publish 127\.0\.0\.1:30081:30080 --entrypoint systemd-socket-activate kindest\/node:v1\.32\.2/,
    ],
  ],
  [
    'a label that a node lacks',
    () => void s.declare([NGINX, SERVICE], withControlPlane({ labels: { tier: 'front' } })),
    /^node kind-control-plane: declared label tier=front, found no such label → in place$/,
    [/label --overwrite node kind-control-plane tier=front$/],
  ],
  [
    'more memory, in a file that the node sees',
    () => {
      resize(1000, 3 * GI, [0]);
      readFiles(s.world.machine.container('kind-worker'));
    },
    /^node kind-worker: declared 1 CPU and 3Gi, found 1 CPU and 2Gi → restart kubelet$/,
    [/^docker exec kind-worker sed/, /^docker exec kind-worker systemctl restart kubelet$/],
  ],
  [
    'a fraction of a CPU',
    () => resize(500, 2 * GI, [0]),
    /^node kind-worker: declared 500m CPU and 2Gi, found 1 CPU and 2Gi → restart kubelet$/,
    [/^docker exec kind-worker sed .*--system-reserved=cpu=500m/, /systemctl restart kubelet$/],
  ],
  [
    'another number of CPUs, in a file that was replaced',
    () => resize(2000, 2 * GI, [0, 2]),
    /^node kind-worker: declared 2 CPU and 2Gi, found 1 CPU and 2Gi → restart node$/,
    [/^docker exec kind-worker sed/, /^docker restart kind-worker$/],
  ],
  [
    'an object that is not there',
    () => void s.declare([NGINX, SERVICE, CONFIG]),
    /^ConfigMap default\/settings: create$/,
    [/apply --server-side/],
  ],
  [
    'an object that differs',
    () => void s.declare([NGINX, { ...SERVICE, metadata: { ...SERVICE.metadata, labels: { new: 'yes' } } }]),
    /^Service default\/nginx-nodeport: change\n {4}@@ -1 \+1 @@\n {4}-old\n {4}\+new$/,
    [],
  ],
  [
    'an object that is no longer declared',
    async () => {
      s.declare([NGINX, SERVICE, CONFIG]);
      await s.run('up');
      s.declare();
    },
    /^ConfigMap default\/settings: remove, it is no longer declared$/,
    [/delete ConfigMap\.v1\. settings --namespace default/, /apply --server-side/],
  ],
];

const CHANGES =
  /^(kind (create|delete)|docker (start|stop|unpause|restart|run|rm|exec .*(import|sed|systemctl))|kubectl .*(apply --server-side|delete|label) )/;

test.each(DIFFERENCES)('%s: plan says it, up does just that, and then there is nothing to do', async (_, differ, says, does) => {
  await s.running();
  await differ();
  s.world.calls.length = 0;
  const before = JSON.stringify([s.world.machine.containers, [...(s.world.machine.clusters.get('kind')?.objects ?? [])]]);
  const plan = await s.run('plan');
  expect(plan.out.trim()).toMatch(says);
  expect(plan.status).toBe(0);
  expect(s.world.ran(CHANGES)).toEqual([]);
  expect(JSON.stringify([s.world.machine.containers, [...(s.world.machine.clusters.get('kind')?.objects ?? [])]])).toBe(before);

  const up = await s.run('up');
  expect(up.status).toBe(0);
  expect(s.world.ran(CHANGES)).toEqual(does.map((pattern) => expect.stringMatching(pattern)));
  expect((await s.run('plan')).out).toBe('Nothing to do: what runs is what is declared.\n');
});

test('plan says what up would refuse, and changes nothing', async () => {
  await s.running();
  s.declare([NGINX, SERVICE], s.nodes().slice(0, 2));
  const { out, status } = await s.run('plan');
  expect(out).toMatch(/node kind-worker2: declared no such node, found worker → recreate/);
  expect(out).toMatch(/npm run up would refuse \(exit 4\); npm run up -- --recreate would delete/);
  expect(status).toBe(0);
});

test('plan --json leaves the plan alone on standard output, for programs', async () => {
  await s.running();
  s.declare([NGINX, SERVICE, CONFIG], withControlPlane({ labels: { tier: 'front' } }));
  const { out } = await s.run('plan', '--json');
  expect(JSON.parse(out)).toMatchObject({
    cluster: [{ subject: 'node kind-control-plane', declared: 'label tier=front', remedy: 'in place' }],
    objects: [{ object: 'ConfigMap default/settings', remedy: 'create' }],
    prune: [],
  });
});

describe('a port by proxy', () => {
  const declareSecond = () => s.declare([NGINX, SERVICE], withControlPlane({ extraPortMappings: [MAPPING, SECOND] }));

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
      [...withControlPlane({ extraPortMappings: [MAPPING, SECOND] }), { role: 'worker', image: 'kindest/node:v1.32.2' }],
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

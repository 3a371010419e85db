import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE_VARIABLE } from '../../../lib/output/stage';
import { readFiles } from './fake-docker';
import { CONFIG, GI, MAPPING, NGINX, Sandbox, SECOND, SERVICE } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

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
    () => void s.declare([NGINX, SERVICE], s.nodes({ extraPortMappings: [MAPPING, SECOND] })),
    /^port 127\.0\.0\.1:30081: declared mapped to kind-control-plane:30080\/TCP, found not mapped → in place$/,
    [
      /^docker run --detach --name kind-port-30081 --network kind .*--publish 127\.0\.0\.1:30081:30080 --entrypoint systemd-socket-activate kindest\/node:v1\.32\.2/,
    ],
  ],
  [
    'a label that a node lacks',
    () => void s.declare([NGINX, SERVICE], s.nodes({ labels: { tier: 'front' } })),
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
    /^Service default\/nginx-nodeport: change\n {4}-old\n {4}\+new$/,
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

test.each(DIFFERENCES)('%s: plan says it, up does just that, and then there is nothing to do', async (_, differ, says, does) => {
  await s.running();
  await differ();
  s.world.calls.length = 0;
  const before = JSON.stringify([s.world.machine.containers, [...(s.world.machine.clusters.get('kind')?.objects ?? [])]]);
  const plan = await s.run('plan');
  expect(plan.out.trim()).toMatch(says);
  expect(plan.status).toBe(0);
  expect(s.world.changes()).toEqual([]);
  expect(JSON.stringify([s.world.machine.containers, [...(s.world.machine.clusters.get('kind')?.objects ?? [])]])).toBe(before);

  const up = await s.run('up');
  expect(up.status).toBe(0);
  expect(s.world.changes()).toEqual(does.map((pattern) => expect.stringMatching(pattern)));
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

test('plan lets kubectl diff take its time: it makes requests for each object', async () => {
  await s.running();
  s.world.when(/ diff /, 'hangs');
  const { err, status } = await s.run('plan');
  expect(err).toContain('✗ kubectl diff did not end within 600 s.\n');
  expect(s.world.ran(/ diff /).join()).toContain('--request-timeout=120s');
  expect(status).toBe(3);
});

test('plan --json leaves the plan alone on standard output, for programs', async () => {
  await s.running();
  s.declare([NGINX, SERVICE, CONFIG], s.nodes({ labels: { tier: 'front' } }));
  const { out } = await s.run('plan', '--json');
  expect(JSON.parse(out)).toMatchObject({
    cluster: [{ subject: 'node kind-control-plane', declared: 'label tier=front', remedy: 'in place' }],
    objects: [{ object: 'ConfigMap default/settings', remedy: 'create' }],
    prune: [],
  });
});

test('plan is for what main.ts describes by now, and writes nothing to dist/', async () => {
  const before = readFileSync(join('dist', 'nginx.k8s.yaml'), 'utf8');
  s.world.when(
    /synth/,
    ({ options }) => {
      const stage = options.env?.[STAGE_VARIABLE] ?? '';
      cpSync('dist', stage, { recursive: true });
      writeFileSync(join(stage, 'more.k8s.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: more\n');
    },
    1,
  );
  const { out, status } = await s.runWords('plan');
  expect(out).toContain('3 objects of dist: applied once the cluster runs');
  expect(status).toBe(0);
  expect(readFileSync(join('dist', 'nginx.k8s.yaml'), 'utf8')).toBe(before);
});

import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithDocker, expectStatus, must, run, TestCluster } from './harness';
import { changes, type Seen, see } from './seen';

/** What the program of the next row differs in, or what happens to the cluster; what plan says then; and all that is another after up. */
interface Row {
  readonly title: string;
  readonly differs?: string;
  readonly happens?: () => Promise<unknown>;
  readonly says: RegExp;
  readonly becomes: readonly string[];
}

describeWithDocker('plan says it, up does just that', () => {
  const cluster = new TestCluster('e2e-differences');
  const controlPlane = `${cluster.name}-control-plane`;
  const worker = `${cluster.name}-worker`;
  const worker2 = `${cluster.name}-worker2`;
  const worker3 = `${cluster.name}-worker3`;
  const proxy = `${cluster.name}-port-30491`;
  const synth = (differs = '') => cluster.synth('differences.ts', { E2E_DIFFERS: differs });
  const plan = async () => {
    const ended = await cluster.npm('plan');
    expectStatus(ended, 0);
    return ended.stdout.trim();
  };
  const up = async (...args: string[]) => {
    expectStatus(await cluster.npm('up', args), 0);
  };
  /** Puts files in the place of those that a node sees, as another tool than ours would write them. */
  const replaceSizeFiles = () => {
    for (const file of ['meminfo', 'cpu/online']) {
      const path = join(cluster.dist, 'kind', 'nodes', worker, file);
      copyFileSync(path, `${path}.new`);
      renameSync(`${path}.new`, path);
    }
  };

  beforeAll(async () => {
    await cluster.remove();
    await must('docker', ['tag', 'kindest/node:v1.32.2', 'e2e/other-node:v1.32.2']);
  });
  afterAll(async () => {
    await cluster.remove();
    await run('docker', ['image', 'rm', 'e2e/other-node:v1.32.2']);
  });

  test('no cluster: create', async () => {
    await synth();
    expect(await plan()).toMatch(
      /^cluster e2e-differences: declared 3 nodes, found none → create\n2 objects of \S+: applied once/,
    );
    expect(await see(cluster)).toEqual({});
    await up();
    expect(await plan()).toBe('Nothing to do: what runs is what is declared.');
  });

  // Each row differs from what the one before left.
  const rows: Row[] = [
    {
      title: 'nothing: nothing',
      says: /^Nothing to do/,
      becomes: [],
    },
    {
      title: 'a node stopped: start',
      happens: () => must('docker', ['stop', worker2]),
      says: /^node e2e-differences-worker2: declared running, found exited → start\n2 objects/,
      becomes: [`start of ${worker2}`],
    },
    {
      title: 'a node paused: start, which only thaws it',
      happens: () => must('docker', ['pause', worker]),
      says: /^node e2e-differences-worker: declared running, found paused → start\n2 objects/,
      becomes: [],
    },
    {
      title: 'a port more: in place',
      differs: 'port',
      says: /^port 127\.0\.0\.1:30491: declared mapped to e2e-differences-control-plane:30491\/TCP, found not mapped → in place\nService default\/second-nodeport: create$/,
      becomes: ['Service second-nodeport', `container ${proxy}`, `start of ${proxy}`],
    },
    {
      title: 'the proxy of a port stopped: in place',
      differs: 'port',
      happens: () => must('docker', ['stop', proxy]),
      says: /^port 127\.0\.0\.1:30491: .*found its proxy is stopped → in place$/,
      becomes: [`container ${proxy}`, `start of ${proxy}`],
    },
    {
      title: 'that port no longer declared: in place, and its Service is removed',
      says: /^port 127\.0\.0\.1:30491: declared not mapped, found forwarded by \S+ → in place\nService default\/second-nodeport: remove/,
      becomes: ['Service second-nodeport', `container ${proxy}`, `start of ${proxy}`],
    },
    {
      title: 'another value of a label, and a label more: in place',
      differs: 'label new-label',
      says: /^node \S+-control-plane: declared label tier=front, found tier=back → in place\nnode \S+-worker: declared label disk=fast, found no such label → in place$/,
      becomes: [`labels of ${controlPlane}`, `labels of ${worker}`],
    },
    {
      title: 'more memory, in the files that the node sees: restart kubelet',
      differs: 'label new-label memory',
      says: /^node e2e-differences-worker: declared 1 CPU and 3Gi, found 1 CPU and 2Gi → restart kubelet$/,
      becomes: [`kubelet of ${worker}`, `size of ${worker}`],
    },
    {
      title: 'a part of the CPU: restart kubelet',
      differs: 'label new-label memory cpu',
      says: /^node e2e-differences-worker: declared 500m CPU and 3Gi, found 1 CPU and 3Gi → restart kubelet$/,
      becomes: [`kubelet of ${worker}`, `size of ${worker}`],
    },
    {
      title: 'less memory and a whole CPU, in files that were replaced: restart node',
      differs: 'label new-label',
      happens: async () => replaceSizeFiles(),
      says: /^node e2e-differences-worker: declared 1 CPU and 2Gi, found 500m CPU and 3Gi → restart node$/,
      becomes: [`kubelet of ${worker}`, `size of ${worker}`, `start of ${worker}`],
    },
    {
      title: 'an object more: create',
      differs: 'label new-label object',
      says: /^ConfigMap default\/settings: create$/,
      becomes: ['ConfigMap settings'],
    },
    {
      title: 'an object that differs: change',
      differs: 'label new-label object replicas',
      says: /^Deployment default\/nginx-deployment: change\n[\s\S]*- +replicas: 2\n +\+ +replicas: 1/,
      becomes: ['Deployment nginx-deployment'],
    },
    {
      title: 'an object that somebody changed by hand: change, back to what is declared',
      differs: 'label new-label object replicas',
      happens: () => cluster.kubectl(['scale', 'deployment/nginx-deployment', '--replicas=3']),
      says: /^Deployment default\/nginx-deployment: change\n[\s\S]*- +replicas: 3\n +\+ +replicas: 1/,
      becomes: ['Deployment nginx-deployment'],
    },
    {
      title: 'an object no longer declared: remove',
      differs: 'label new-label',
      says: /^Deployment default\/nginx-deployment: change\n[\s\S]*ConfigMap default\/settings: remove, it is no longer declared$/,
      becomes: ['ConfigMap settings', 'Deployment nginx-deployment'],
    },
  ];

  test.each(rows)('$title', async ({ differs, happens, says, becomes }) => {
    await happens?.();
    await synth(differs);
    const before = await see(cluster);
    expect(await plan()).toMatch(says);
    expect(changes(before, await see(cluster))).toEqual([]);
    await up();
    expect(changes(before, await see(cluster))).toEqual(becomes);
    expect(await plan()).toBe('Nothing to do: what runs is what is declared.');
  });

  const CONSENT: [string, RegExp][] = [
    ['node', /^node e2e-differences-worker3: declared worker, found no such node → recreate$/m],
    ['image', /^node \S+-worker2: declared image e2e\/other-node:v1\.32\.2, found image kindest\/node:v1\.32\.2 → recreate$/m],
    ['mount', /^node \S+-worker2: declared \S+ on \/project, found not mounted → recreate$/m],
    ['unmapped', /^port 127\.0\.0\.1:30490: declared not mapped, found mapped to \S+-control-plane:30490 → recreate$/m],
  ];

  test.each(CONSENT)('%s: recreate, which up refuses with exit 4, and nothing changes', async (differs, says) => {
    await synth(`label new-label ${differs}`);
    const before = await see(cluster);
    const said = await plan();
    expect(said).toMatch(says);
    expect(said.match(/recreate$/gm)).toHaveLength(1);
    expect(said).toMatch(/npm run up would refuse \(exit 4\); npm run up -- --recreate would delete/);
    expectStatus(await cluster.npm('up'), 4);
    expect(changes(before, await see(cluster))).toEqual([]);
  });

  test('all of these at once, with consent: the cluster is another one', async () => {
    await synth('label new-label node image mount unmapped port');
    const before = await see(cluster);
    await up('--recreate');
    const after: Seen = await see(cluster);
    for (const node of [controlPlane, worker, worker2, worker3]) {
      expect(after[`container ${node}`]).toBeDefined();
      expect(after[`container ${node}`]).not.toBe(before[`container ${node}`]);
    }
    expect(await plan()).toBe('Nothing to do: what runs is what is declared.');
  });
});

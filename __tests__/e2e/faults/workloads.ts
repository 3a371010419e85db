import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, type TestCluster } from '../harness';
import { loadForeignImage } from './foreign-image';
import { Started } from './started';

const BESIDE = ['never', 'crash'] as const;

const GIANT = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'giant' },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'giant', image: 'nginx:alpine', resources: { requests: { cpu: '100', memory: '64Gi' } } }],
  },
};

/** Faults of what runs in the cluster, and of the wait for it. */
export function workloads(cluster: TestCluster): void {
  const goodAgain = async () => {
    await cluster.synth('faults.ts');
    const up = await cluster.npm('up');
    if (up.status !== 0) throw new Error(`up exited with ${up.status}:\n${up.all}`);
  };

  test('a probe that never passes: the time-out shows the last state, exit 1; a second up meanwhile says who holds it, exit 3', async () => {
    await cluster.synth('faults.ts', { E2E_FAULT: 'probe' });
    const first = new Started('up', ['--dist', cluster.dist, '--timeout', '20'], { KUBECONFIG: cluster.kubeconfig });
    await first.says(/✓ apply/);
    const second = await cluster.npm('up');
    expect(second.all).toContain(`npm run up (process ${first.pid}) is changing the cluster ${cluster.name} at this moment.`);
    expect(second.status).toBe(3);
    const up = await first.ended;
    expect(up.all).toMatch(
      /The workloads were not rolled out within 20 s:\n +0 of 2 pods ready; nginx-deployment-\S+: NotReady on/,
    );
    expect(up.all).toMatch(/Readiness probe failed: HTTP probe failed with statuscode: 404/);
    expect(up.status).toBe(1);
  });

  test('an image that nobody has: the wait ends early and names it, exit 1', async () => {
    await cluster.synth('faults.ts', { E2E_FAULT: 'image' });
    const up = await cluster.npm('up');
    expect(up.all).toMatch(
      /Pod default\/nginx-deployment-\S+: ImagePullBackOff on \S+: container nginx of image registry\.invalid\/nobody\/has-it:1/,
    );
    expect(up.all).toContain('docker pull registry.invalid/nobody/has-it:1');
    expect(up.status).toBe(1);
    expect(up.seconds).toBeLessThan(120);
    await goodAgain();
  });

  describe('side by side, with --context', () => {
    const folders = BESIDE.map((fault) => join(cluster.folder, fault));
    const ended = new Map<string, ReturnType<TestCluster['npm']>>();

    beforeAll(async () => {
      for (const [index, fault] of BESIDE.entries()) {
        await cluster.synth('faults.ts', { CDK8S_OUTDIR: folders[index], E2E_FAULT: fault, E2E_BESIDE: '1' });
        ended.set(fault, cluster.npm('up', ['--dist', folders[index] ?? '', '--context', cluster.context]));
      }
      await Promise.allSettled(ended.values());
    });
    afterAll(() =>
      cluster.kubectl([
        'delete',
        'deployments',
        ...BESIDE.map((fault) => `${fault}-deployment`),
        '--ignore-not-found',
        '--wait=false',
      ]),
    );

    test('an image that the node lacks and may not pull: exit 1 at once', async () => {
      const up = await ended.get('never');
      expect(up?.all).toMatch(
        /Pod default\/never-deployment-\S+: ErrImageNeverPull on \S+: container nginx of image nobody\/has-it:2/,
      );
      expect(up?.all).toContain('docker image ls nobody/has-it:2');
      expect(up?.status).toBe(1);
    });

    test('a container that exits: CrashLoopBackOff with its last log lines, exit 1', async () => {
      const up = await ended.get('crash');
      expect(up?.all).toMatch(/Pod default\/crash-deployment-\S+: CrashLoopBackOff on .*, it ended with 3 \(Error\)/);
      expect(up?.all).toMatch(/last lines of container nginx:[\s\S]*\| no such file: \/etc\/app\.conf/);
      expect(up?.all).toMatch(/kubectl .*logs crash-deployment-\S+ --namespace default --container nginx --previous/);
      expect(up?.status).toBe(1);
    });
  });

  test('an image for another architecture: up warns as it brings it, and says why its container ends, exit 1', async () => {
    const folder = join(cluster.folder, 'image');
    mkdirSync(folder);
    const platform = await loadForeignImage('e2e/foreign:1', folder);
    await cluster.synth('faults.ts', { E2E_FAULT: 'foreign', E2E_BESIDE: '1' });
    const up = await cluster.npm('up');
    await must('docker', ['image', 'rm', 'e2e/foreign:1']);
    expect(up.all).toContain(`! image e2e/foreign:1 is for ${platform}, the nodes are linux/`);
    expect(up.all).toMatch(/CrashLoopBackOff on .*last lines of container nginx:\n *\| exec \/app: exec format error/s);
    expect(up.all).toMatch(/docker image inspect .* docker\.io\/e2e\/foreign:1/);
    expect(up.status).toBe(1);
    await goodAgain();
    expect(await cluster.kubectl(['get', 'deployments', 'foreign-deployment', '--ignore-not-found', '-o', 'name'])).toBe('');
  });

  test('requests that fit nowhere: the words of the scheduler, exit 1', async () => {
    const file = join(cluster.dist, 'giant.json');
    writeFileSync(file, JSON.stringify(GIANT));
    const up = await cluster.npm('up');
    rmSync(file);
    expect(up.all).toMatch(
      /Pod default\/giant: it fits on no node: 0\/3 nodes are available: .*Insufficient cpu.*Insufficient memory/,
    );
    expect(up.status).toBe(1);
    await goodAgain();
    expect(await cluster.kubectl(['get', 'pods', 'giant', '--ignore-not-found', '-o', 'name'])).toBe('');
  });

  test('a worker that is cordoned before a rollout: the words of the scheduler, exit 1; uncordoned, up ends with 0', async () => {
    const worker = `${cluster.name}-worker`;
    await cluster.kubectl(['cordon', worker]);
    await cluster.kubectl(['rollout', 'restart', 'deployment/nginx-deployment']);
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/Pod default\/nginx-deployment-\S+: it fits on no node: 0\/3 nodes are available: .*unschedulable/);
    expect(up.all).toContain(`kubectl --context ${cluster.context} uncordon ${worker}`);
    expect(up.status).toBe(1);
    await cluster.kubectl(['uncordon', worker]);
    await goodAgain();
  });

  test('the API server killed while waiting: up says that it does not answer, waits, and ends with 0', async () => {
    await cluster.synth('faults.ts', { E2E_FAULT: 'slow' });
    const up = new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig });
    await up.says(/✓ apply/);
    const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    const inNode = (script: string) => must('docker', ['exec', `${cluster.name}-control-plane`, 'sh', '-c', script]);
    await inNode(`mv ${manifest} /root/ && pkill -KILL kube-apiserver`);
    await up.says(/rollouts: The API server of context kind-e2e-faults does not answer/);
    await inNode(`mv /root/kube-apiserver.yaml ${manifest}`);
    const ended = await up.ended;
    expect(ended.all).toMatch(/✓ rollouts/);
    expect(ended.status).toBe(0);
  });
}

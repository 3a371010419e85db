import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, type TestCluster } from '../harness';
import { MortalDocker } from './mortal-docker';
import { othersKubeconfig } from './others-kubeconfig';
import { withDisk } from './small-disk';

/** Faults of this machine while the cluster runs. */
export function machine(cluster: TestCluster): void {
  test('KUBECONFIG is unset: the commands reach the cluster all the same, and write no kubeconfig', async () => {
    const home = join(cluster.folder, 'home');
    mkdirSync(home);
    const env = { KUBECONFIG: undefined, HOME: home };
    expect(await cluster.npm('up', [], env)).toMatchObject({ status: 0 });
    expect(await cluster.npm('verify', [], env)).toMatchObject({ status: 0 });
    expect(existsSync(join(home, '.kube', 'config'))).toBe(false);
  });

  test('KUBECONFIG has a context of the same name for another cluster: up speaks to ours, and leaves it as it is', async () => {
    const kubeconfig = join(cluster.folder, 'other');
    const theirs = othersKubeconfig(cluster.context);
    writeFileSync(kubeconfig, theirs);
    expect(await cluster.npm('up', [], { KUBECONFIG: kubeconfig })).toMatchObject({ status: 0 });
    expect(readFileSync(kubeconfig, 'utf8')).toBe(theirs);
  });

  test('KUBECONFIG cannot be written: up of a cluster that runs needs not to', async () => {
    await withDisk(join(cluster.folder, 'read-only-home'), 'ro', async (folder) => {
      expect(await cluster.npm('up', [], { KUBECONFIG: join(folder, 'config') })).toMatchObject({ status: 0 });
    });
  });

  test('Docker dies while verify runs: exit 3', async () => {
    // It has answered which containers there are; now kind asks it.
    const docker = new MortalDocker(cluster.folder, 6);
    const verify = await cluster.npm('verify', [], await docker.live());
    docker.die();
    expect(verify.all).toMatch(/Docker does not answer: /);
    expect(verify.status).toBe(3);
  });

  test('the disk is full while an image is loaded: exit 3 with the words of the system, and the next up loads it', async () => {
    const worker = `${cluster.name}-worker`;
    await must('docker', [
      'exec',
      worker,
      'ctr',
      '--namespace=k8s.io',
      'images',
      'rm',
      '--sync',
      'docker.io/library/nginx:alpine',
    ]);
    await withDisk(join(cluster.folder, 'small'), 'size=5m', async (folder) => {
      const up = await cluster.npm('up', [], { TMPDIR: folder });
      expect(up.all).toMatch(/The image nginx:alpine could not be loaded into e2e-faults-worker: .*no space left/i);
      expect(up.all).toContain('docker system df shows what takes room');
      expect(up.status).toBe(3);
    });
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/✓ images .*image nginx:alpine loaded into e2e-faults-worker/);
    expect(up.status).toBe(0);
  });
}

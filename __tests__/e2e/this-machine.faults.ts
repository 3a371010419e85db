import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MortalDocker } from './faults/mortal-docker';
import { othersKubeconfig } from './faults/others-kubeconfig';
import { withDisk } from './faults/small-disk';
import { Started } from './faults/started';
import { describeWithDocker, must, TestCluster } from './harness';

const PORT = 30480;

/** Takes the port in this process. */
async function takePort(): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(PORT, '127.0.0.1', listening));
  return () => new Promise((closed) => server.close(() => closed()));
}

describeWithDocker('what this machine lacks or what is in the way', () => {
  const cluster = new TestCluster('e2e-faults');
  const env = { XDG_CACHE_HOME: join(cluster.folder, 'cache') };
  const containers = () => must('docker', ['ps', '--all', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`]);

  beforeAll(async () => {
    await cluster.remove();
    mkdirSync(cluster.folder);
    await cluster.synth('faults.ts');
  });
  afterEach(async () => expect(await containers()).toBe(''));
  afterAll(() => cluster.remove());

  test.each(['up', 'verify', 'plan', 'status', 'stop', 'down'])('%s without Docker: exit 3', async (command) => {
    const ended = await cluster.npm(command, [], { DOCKER_HOST: `unix://${join(cluster.folder, 'nothing.sock')}` });
    expect(ended.all).toMatch(/Docker does not answer: .*nothing\.sock/);
    expect(ended.all).toContain('Start Docker, then run the command again');
    expect(ended.status).toBe(3);
  });

  test('a host port that a process took between plan and up: exit 3, and it is named', async () => {
    expect((await cluster.npm('plan')).stdout).toMatch(/cluster e2e-faults: declared 3 nodes, found none → create/);
    const free = await takePort();
    const up = await cluster.npm('up', [], env);
    await free();
    expect(up.all).toMatch(new RegExp(`host port ${PORT}: held by .*\\(process ${process.pid}\\)`));
    expect(up.all).toContain(`kill ${process.pid}, or map another host port in main.ts`);
    expect(up.status).toBe(3);
  });

  test('a host port that a container took before up: exit 3, and it is named', async () => {
    const publish = ['--publish', `127.0.0.1:${PORT}:80`];
    const id = await must('docker', ['run', '--detach', '--name', 'e2e-faults-holder', ...publish, 'nginx:alpine']);
    const up = await cluster.npm('up', [], env);
    await must('docker', ['rm', '--force', '--volumes', id.trim()]);
    expect(up.all).toContain(`host port ${PORT}: held by the container e2e-faults-holder`);
    expect(up.all).toContain('docker stop e2e-faults-holder, or map another host port in main.ts');
    expect(up.status).toBe(3);
  });

  test('a host port that is taken while the cluster is created: exit 3, its cause is named and what was made is removed', async () => {
    const up = new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig, ...env });
    await up.says(/✓ look at this machine/);
    const free = await takePort();
    const ended = await up.ended;
    await free();
    expect(ended.all).toMatch(/kind could not create the cluster e2e-faults: a host port that it maps is taken/);
    expect(ended.all).toMatch(/30480.*(address already in use|port is already allocated)/);
    expect(ended.status).toBe(3);
  });

  test('Docker that dies as soon as the first node is made: exit 3, and the next up knows that node for its own', async () => {
    const note = join(env.XDG_CACHE_HOME, 'cdk8s-kind', `${cluster.name}.creating`);
    const docker = new MortalDocker(cluster.folder);
    const up = new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig, ...env, ...(await docker.live()) });
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await sleep(10);
    docker.die();
    const ended = await up.ended;
    expect(ended.all).toMatch(/kind could not create the cluster e2e-faults: Docker stopped answering/);
    expect(ended.all).toMatch(/could not be removed yet: npm run down removes it, and so does the next npm run up/);
    expect(ended.status).toBe(3);
    const next = await cluster.npm('up', [], env);
    expect(next.all).toMatch(/✓ remove what an interrupted creation left/);
    expect(next.status).toBe(0);
    expect(await cluster.npm('down', [], env)).toMatchObject({ status: 0 });
  });

  test('a kubeconfig that cannot be written: exit 3', async () => {
    await withDisk(join(cluster.folder, 'read-only'), 'ro', async (folder) => {
      const up = await cluster.npm('up', [], { ...env, KUBECONFIG: join(folder, 'config') });
      expect(up.all).toMatch(/the kubeconfig .* cannot be written/i);
      expect(up.status).toBe(3);
    });
  });

  test('a context of the same name for another cluster: exit 4, and it stays', async () => {
    const kubeconfig = join(cluster.folder, 'other');
    const theirs = othersKubeconfig(cluster.context);
    writeFileSync(kubeconfig, theirs);
    const up = await cluster.npm('up', [], { ...env, KUBECONFIG: kubeconfig });
    expect(up.all).toMatch(/has a context kind-e2e-faults that leads to https:\/\/192\.0\.2\.7:6443/);
    expect(up.all).toContain('kubectl config rename-context kind-e2e-faults NEW');
    expect(up.status).toBe(4);
    expect(readFileSync(kubeconfig, 'utf8')).toBe(theirs);
    expect(existsSync(`${kubeconfig}.lock`)).toBe(false);
  });
});

import { join } from 'node:path';
import { OwnDocker } from './faults/own-docker';
import { Started } from './faults/started';
import { describeWithDocker, must, TestCluster } from './harness';

const GONE = /Docker does not answer: .*docker\.sock/;

// Each test begins with what the one before left.
describeWithDocker('Docker, really stopped', () => {
  if (!OwnDocker.isPossible) {
    console.warn('not shown, because this user may not start a Docker of his own');
    test.skip('before, during and after a creation', () => {});
    return;
  }

  const docker = new OwnDocker();
  const cluster = new TestCluster('e2e-faults');
  const env = { ...docker.env, KUBECONFIG: cluster.kubeconfig, XDG_CACHE_HOME: join(cluster.folder, 'cache') };
  const start = (command: string, more: NodeJS.ProcessEnv = {}) =>
    new Started(command, ['--dist', cluster.dist], { ...env, ...more }, docker.inside);
  const ids = () => must('docker', ['ps', '--all', '--quiet', '--no-trunc'], { env });
  const upAgain = async () => {
    await docker.start();
    const ended = await start('up').ended;
    if (ended.status !== 0) throw new Error(`up exited with ${ended.status}:\n${ended.all}`);
    const [program, ...words] = docker.inside;
    expect(await must(program, [...words, 'curl', '--silent', 'http://localhost:30480'])).toContain('Welcome to nginx');
    return ended;
  };

  beforeAll(async () => {
    await cluster.synth('faults.ts');
    await docker.start();
    await docker.load('kindest/node:v1.32.2', 'nginx:alpine');
    await docker.stop();
  });
  afterAll(async () => {
    await docker.remove();
    await cluster.remove();
  });

  test('before up: exit 3', async () => {
    const up = await start('up').ended;
    expect(up.all).toMatch(GONE);
    expect(up.all).toContain('Start Docker, then run the command again');
    expect(up.status).toBe(3);
  });

  test('during the creation: exit 3 and what is left is said; with Docker back, up removes that and ends with 0', async () => {
    await docker.start();
    const creating = start('up');
    await creating.says(/Starting control-plane/);
    await docker.stop();
    const up = await creating.ended;
    expect(up.all).toMatch(/kind could not create the cluster e2e-faults: Docker stopped answering/);
    expect(up.all).toMatch(/could not be removed yet: npm run down removes it, and so does the next npm run up/);
    expect(up.status).toBe(3);
    expect((await upAgain()).all).toContain('✓ remove what an interrupted creation left');
  });

  test.each(['verify', 'status', 'plan'])(
    'as %s begins: exit 3; with Docker back, up ends with 0 on the same nodes',
    async (command) => {
      const before = await ids();
      const [ended] = await Promise.all([start(command).ended, docker.stop()]);
      expect(ended.all).toMatch(GONE);
      expect(ended.status).toBe(3);
      await upAgain();
      expect(await ids()).toBe(before);
    },
  );

  test('as verify judges: it says what it saw, and with Docker back, up ends with 0', async () => {
    const verify = start('verify', { DEBUG: '1' });
    await verify.says(/kind get kubeconfig/);
    await docker.stop();
    const ended = await verify.ended;
    console.info(`verify ended with ${ended.status}`);
    const words: Readonly<Record<number, RegExp>> = { 0: /\d+ passed, 0 failed/, 1: /[1-9]\d* failed/, 3: /does not answer/ };
    expect(ended.all).toMatch(words[ended.status] ?? 'an exit status of 0, 1 or 3');
    await upAgain();
  });
});

import { must, run, type TestCluster } from '../harness';

const PORT = 'http://localhost:30481';

/** Faults of the nodes' containers. The last one ends the cluster. */
export function nodes(cluster: TestCluster): void {
  const controlPlane = `${cluster.name}-control-plane`;
  const worker = `${cluster.name}-worker`;
  const worker2 = `${cluster.name}-worker2`;
  const ids = async () => {
    const label = `label=io.x-k8s.kind.cluster=${cluster.name}`;
    return (await must('docker', ['ps', '--all', '--no-trunc', '--quiet', '--filter', label])).split('\n').sort();
  };

  test.each([
    ['paused', ['pause', worker], worker],
    ['killed', ['kill', worker2], worker2],
  ])('a worker that is %s: verify names it and exits 1, plan says it, up starts it again', async (_, args, node) => {
    const before = await ids();
    await must('docker', args);
    const state = args[0] === 'pause' ? 'paused' : 'exited';
    const verify = await cluster.npm('verify');
    expect(verify.all).toMatch(new RegExp(`✗ nodes-ready +Node ${node}\\n.*\\n +observed +its container is ${state}`));
    expect(verify.status).toBe(1);
    expect((await cluster.npm('plan')).stdout).toContain(`node ${node}: declared running, found ${state} → start`);
    const up = await cluster.npm('up');
    expect(up.all).toContain(`✓ start ${node}`);
    expect(up.status).toBe(0);
    expect(await ids()).toEqual(before);
  });

  test('the control plane paused: verify and status say so and exit 3, up thaws it', async () => {
    await must('docker', ['pause', controlPlane]);
    for (const command of ['verify', 'status']) {
      const ended = await cluster.npm(command);
      expect(ended.all).toContain(`The cluster ${cluster.name} does not answer: ${controlPlane} is paused.`);
      expect(ended.status).toBe(3);
    }
    const up = await cluster.npm('up');
    expect(up.all).toContain(`✓ start ${controlPlane}`);
    expect(up.status).toBe(0);
  });

  test('a port added to the running cluster answers', async () => {
    await cluster.synth('faults.ts', { E2E_SECOND_PORT: '1' });
    expect((await cluster.npm('plan')).stdout).toMatch(/port 127\.0\.0\.1:30481: .* → in place/);
    const before = await ids();
    expect(await cluster.npm('up')).toMatchObject({ status: 0 });
    expect(await must('curl', ['--silent', PORT])).toContain('Welcome to nginx');
    expect(await ids()).toEqual(before);
  });

  test('a worker that is removed: verify names it and exits 1, up names it, exits 4 and leaves the others', async () => {
    await must('docker', ['rm', '--force', '--volumes', worker2]);
    const verify = await cluster.npm('verify');
    expect(verify.all).toMatch(new RegExp(`✗ nodes-ready +Node ${worker2}\\n.*\\n +observed +its container is missing`));
    expect(verify.status).toBe(1);
    const before = await ids();
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/differs from .*cluster\.yaml in what kind cannot change/);
    expect(up.all).toContain(`node ${worker2}: declared worker, found no such node → recreate`);
    expect(up.status).toBe(4);
    expect(await ids()).toEqual(before);
  });

  test('down takes it for another one of this name: exit 4; after kind deleted it, down removes the added port', async () => {
    const before = await ids();
    const refused = await cluster.npm('down');
    expect(refused.all).toContain(`node ${worker2}: declared worker, found no such node → recreate`);
    expect(refused.all).toContain(`kind delete cluster --name ${cluster.name} deletes it all the same.`);
    expect(refused.status).toBe(4);
    expect(await ids()).toEqual(before);
    await must('kind', ['delete', 'cluster', '--name', cluster.name], { env: { KUBECONFIG: cluster.kubeconfig } });
    expect(await cluster.npm('down')).toMatchObject({ status: 0 });
    expect(await ids()).toEqual(['']);
    expect(await must('docker', ['ps', '--all', '--quiet', '--filter', `label=cdk8s-kind.proxy-of=${cluster.name}`])).toBe('');
    expect((await run('curl', ['--silent', PORT])).status).not.toBe(0);
    expect(await must('kubectl', ['--kubeconfig', cluster.kubeconfig, 'config', 'get-contexts', '--output', 'name'])).toBe('');
  });
}

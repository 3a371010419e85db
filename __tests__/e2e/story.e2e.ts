import { describeWithDocker, expectStatus, must, run, TestCluster } from './harness';

const URL = 'http://localhost:30180';

describeWithDocker('from nothing to nginx at a port of the host', () => {
  const cluster = new TestCluster('e2e-story');
  const podsPerNode = async () => {
    const template = '{range .items[?(@.status.phase=="Running")]}{.spec.nodeName}{"\\n"}{end}';
    const nodes = (await cluster.kubectl(['get', 'pods', '-l', 'app=nginx', '-o', `jsonpath=${template}`]))
      .split('\n')
      .filter(Boolean);
    return Object.fromEntries([...new Set(nodes)].sort().map((node) => [node, nodes.filter((name) => name === node).length]));
  };
  /** Everything that a change would move: containers, objects' versions, the nodes' boot. */
  const fingerprint = async () => {
    const ids = await must('docker', ['ps', '--no-trunc', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`]);
    const versions = await cluster.kubectl([
      'get',
      'deployments,services,replicasets,pods',
      '-o',
      'jsonpath={range .items[*]}{.metadata.uid} {.metadata.generation}{"\\n"}{end}',
    ]);
    return ids + versions;
  };
  const goodAgain = async () => expectStatus(await cluster.npm('up'), 0);

  beforeAll(async () => {
    await cluster.remove();
    await cluster.synth('story.ts');
  });
  afterAll(() => cluster.remove());

  test('up ends with exit 0, curl prints the nginx page, and the pods are 2 + 1 over the workers', async () => {
    const up = await cluster.npm('up');
    expect(up.all).toContain(`curl ${URL}`);
    expectStatus(up, 0);
    expect(await must('curl', ['-s', URL])).toContain('Welcome to nginx');
    expect(Object.values(await podsPerNode()).sort()).toEqual([1, 2]);
  });

  test('every worker shows the size that it was given, and its pods cannot exceed it', async () => {
    const sizes = await cluster.kubectl([
      'get',
      'nodes',
      '-l',
      '!node-role.kubernetes.io/control-plane',
      '-o',
      'jsonpath={range .items[*]}{.status.capacity.cpu} {.status.capacity.memory} {.status.allocatable.cpu} {.status.allocatable.memory}{"\\n"}{end}',
    ]);
    expect(sizes).toBe('1 2Gi 1 2Gi\n'.repeat(2));
  });

  test('up again changes nothing', async () => {
    const before = await fingerprint();
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/2 objects unchanged/);
    expectStatus(up, 0);
    expect(await fingerprint()).toBe(before);
  });

  test('kubectl apply by hand reports everything unchanged', async () => {
    const lines = (await cluster.kubectl(['apply', '-f', cluster.dist])).trim().split('\n');
    expect(lines.sort()).toEqual(['deployment.apps/nginx-deployment unchanged', 'service/nginx-nodeport unchanged']);
  });

  test('plan has nothing to do', async () => {
    expect((await cluster.npm('plan')).stdout).toBe('Nothing to do: what runs is what is declared.\n');
  });

  test('verify holds, and status shows the nodes, the pods and the URL', async () => {
    expectStatus(await cluster.npm('verify'), 0);
    const status = await cluster.npm('status');
    expectStatus(status, 0);
    for (const shown of ['e2e-story-worker2', 'nginx-deployment', URL]) expect(status.stdout).toContain(shown);
  });

  test('the default nginx is accepted in a namespace that enforces "restricted"', async () => {
    await cluster.kubectl(['create', 'namespace', 'strict']);
    await cluster.kubectl(['label', 'namespace', 'strict', 'pod-security.kubernetes.io/enforce=restricted']);
    await cluster.kubectl(['apply', '-n', 'strict', '-f', `${cluster.dist}/nginx.k8s.yaml`]);
    await cluster.kubectl(['rollout', 'status', '-n', 'strict', 'deployment/nginx-deployment', '--timeout=120s']);
    await cluster.kubectl(['delete', 'namespace', 'strict']);
  });

  test('verify names a Deployment that was scaled to nothing', async () => {
    await cluster.kubectl(['scale', 'deployment/nginx-deployment', '--replicas=0']);
    await cluster.kubectl(['wait', 'pods', '-l', 'app=nginx', '--for=delete', '--timeout=120s']);
    const verify = await cluster.npm('verify');
    expect(verify.all).toMatch(/✗ rollout +Deployment default\/nginx-deployment/);
    expectStatus(verify, 1);
    await goodAgain();
  });

  test('verify names a Service that was deleted', async () => {
    await cluster.kubectl(['delete', 'service', 'nginx-nodeport']);
    const verify = await cluster.npm('verify');
    expect(verify.all).toMatch(/✗ endpoints +Service default\/nginx-nodeport/);
    expectStatus(verify, 1);
    await goodAgain();
  });

  test('verify names a spread that is gone, after a cordon and a restart of the rollout', async () => {
    await cluster.kubectl(['cordon', 'e2e-story-worker']);
    // Without minDomains and with the cordoned node left out, the scheduler puts all pods on the other node.
    const pods = await cluster.kubectl([
      'get',
      'pods',
      '-l',
      'app=nginx',
      '-o',
      'name',
      '--field-selector',
      'spec.nodeName=e2e-story-worker',
    ]);
    await cluster.kubectl(['rollout', 'restart', 'deployment/nginx-deployment']);
    await cluster.kubectl(['delete', '--wait=true', ...pods.split('\n').filter(Boolean)]);
    const verify = await cluster.npm('verify');
    expect(verify.all).toMatch(/✗ (spread|rollout) +Deployment default\/nginx-deployment/);
    expect(verify.all).toContain('e2e-story-worker');
    expectStatus(verify, 1);
    await cluster.kubectl(['uncordon', 'e2e-story-worker']);
    await goodAgain();
  });

  test('a stopped cluster is started again by up, not made anew', async () => {
    const before = (await must('docker', ['ps', '-q', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`]))
      .split('\n')
      .sort();
    expectStatus(await cluster.npm('stop'), 0);
    expect((await run('curl', ['-s', URL])).status).not.toBe(0);
    await goodAgain();
    expect(
      (await must('docker', ['ps', '-q', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`])).split('\n').sort(),
    ).toEqual(before);
  });

  test('a port added to the running cluster answers, and is gone again with its Service', async () => {
    await cluster.synth('story.ts', { E2E_SECOND: '1' });
    const plan = await cluster.npm('plan');
    expect(plan.stdout).toMatch(/port 127\.0\.0\.1:30181: .* → in place/);
    await goodAgain();
    expect(await must('curl', ['-s', 'http://localhost:30181'])).toContain('Welcome to nginx');
    await cluster.synth('story.ts');
    expect((await cluster.npm('plan')).stdout).toMatch(/Deployment default\/second-deployment: remove/);
    await goodAgain();
    expect((await run('curl', ['-s', 'http://localhost:30181'])).status).not.toBe(0);
    expect(await cluster.kubectl(['get', 'deployments', '-o', 'name'])).toBe('deployment.apps/nginx-deployment\n');
  });

  test('another size is given to the running nodes', async () => {
    await cluster.synth('story.ts', { E2E_WORKER_GI: '3' });
    await goodAgain();
    const memory = await cluster.kubectl(['get', 'node', 'e2e-story-worker', '-o', 'jsonpath={.status.allocatable.memory}']);
    expect(memory).toBe('3Gi');
  });

  test('down removes the cluster and its context', async () => {
    expectStatus(await cluster.npm('down'), 0);
    expect(await must('docker', ['ps', '-aq', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`])).toBe('');
    expect((await run('kubectl', ['--kubeconfig', cluster.kubeconfig, 'config', 'get-contexts', '-o', 'name'])).stdout).toBe('');
  });
});

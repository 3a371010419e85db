import { describeWithDocker, expectStatus, must, TestCluster } from './harness';

describeWithDocker('three control planes and a worker', () => {
  const cluster = new TestCluster('e2e-ha');
  const containers = (format: string) =>
    must('docker', ['ps', '--all', '--format', format, '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`]);

  beforeAll(async () => {
    await cluster.remove();
    await cluster.synth('control-planes.ts');
  });
  afterAll(() => cluster.remove());

  test('up starts them behind a load balancer', async () => {
    expectStatus(await cluster.npm('up'), 0);
    expect((await containers('{{.Names}}')).trim().split('\n').sort()).toEqual([
      'e2e-ha-control-plane',
      'e2e-ha-control-plane2',
      'e2e-ha-control-plane3',
      'e2e-ha-external-load-balancer',
      'e2e-ha-worker',
    ]);
    const etcd = await cluster.kubectl(['get', 'pods', '-n', 'kube-system', '-l', 'component=etcd', '-o', 'name']);
    expect(etcd.trim().split('\n')).toHaveLength(3);
    const page = await must('curl', ['-s', '--retry', '5', '--retry-connrefused', 'http://localhost:30380']);
    expect(page).toContain('Welcome to nginx');
  });

  test('verify holds', async () => {
    const verify = await cluster.npm('verify');
    console.log(verify.all);
    expectStatus(verify, 0);
  });

  test('up again changes nothing', async () => {
    const before = await containers('{{.ID}}');
    expect((await cluster.npm('plan')).stdout).toBe('Nothing to do: what runs is what is declared.\n');
    expectStatus(await cluster.npm('up'), 0);
    expect(await containers('{{.ID}}')).toBe(before);
  });

  test('down removes all of them', async () => {
    expectStatus(await cluster.npm('down'), 0);
    expect(await containers('{{.ID}}')).toBe('');
  });
});

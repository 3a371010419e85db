import { join } from 'node:path';
import { commandLines, describeWithDocker, expectStatus, must, TestCluster } from './harness';

describeWithDocker('a cluster that somebody made with kind create cluster, without port mappings', () => {
  const cluster = new TestCluster('e2e-foreign');
  const containers = () =>
    must('docker', ['ps', '--all', '--no-trunc', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster.name}`]);
  const forwards = async () =>
    (await commandLines()).filter((line) => line.includes('port-forward') && line.includes(cluster.context));

  beforeAll(async () => {
    await cluster.remove();
    await cluster.synth('story.ts');
    const config =
      'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{role: control-plane}, {role: worker}, {role: worker}]\n';
    const create = [
      'create',
      'cluster',
      '--name',
      cluster.name,
      '--image',
      'kindest/node:v1.32.2',
      '--wait',
      '120s',
      '--config',
      '-',
    ];
    await must('kind', create, { input: config, env: { KUBECONFIG: cluster.kubeconfig } });
    await must('kind', ['load', 'docker-image', '--name', cluster.name, 'nginx:alpine']);
  });
  afterAll(() => cluster.remove());

  test('up says what differs, exits 4 and leaves it untouched', async () => {
    const before = await containers();
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/node e2e-foreign-worker: declared its size, .* found not mounted → recreate/);
    expectStatus(up, 4);
    expect(await containers()).toBe(before);
    expect(await cluster.kubectl(['get', 'deployments', '-A', '-o', 'name'])).not.toContain('nginx');
  });

  const reachableIn = async (report: string) => {
    const { checks } = JSON.parse(await must('cat', [report])) as { checks: { id: string; status: string; observed: string }[] };
    return checks.find(({ id }) => id === 'reachable');
  };

  test('with --context up applies to it, makes and removes no node, and verifies it over a node’s address or a port-forward', async () => {
    const before = await containers();
    const up = await cluster.npm('up', ['--context', cluster.context]);
    expectStatus(up, 0);
    expect(up.all).toMatch(/✓ reachable +Service default\/nginx-nodeport/);
    expect(await containers()).toBe(before);
    expect(await forwards()).toEqual([]);
  });

  test('verify reaches nginx through a port-forward, says so, names what differs, and leaves no process behind', async () => {
    const report = join(cluster.folder, 'report.json');
    const verify = await cluster.npm('verify', ['--json', report]);
    expect(await reachableIn(report)).toMatchObject({ status: 'passed', observed: expect.stringContaining('port-forward') });
    expect(verify.all).toMatch(/✗ node-size +Node e2e-foreign-worker/);
    expectStatus(verify, 1);
    expect(await forwards()).toEqual([]);
  });
});

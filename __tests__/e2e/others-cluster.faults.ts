import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithDocker, must, run, TestCluster } from './harness';

const labels = { app: 'web' };

/** As somebody writes them who has never heard of this program. */
const BY_HAND = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [{ name: 'web', image: 'nginx:alpine', imagePullPolicy: 'Never', ports: [{ containerPort: 80 }] }],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: 80, nodePort: 30482 }] },
    },
  ],
};

describeWithDocker('a kind cluster that somebody else made', () => {
  const cluster = new TestCluster('e2e-faults-other');
  const byHand = join(cluster.folder, 'by-hand');
  const containers = () =>
    must('docker', [
      'ps',
      '--no-trunc',
      '--format',
      '{{.ID}} {{.Names}}',
      '--filter',
      `label=io.x-k8s.kind.cluster=${cluster.name}`,
    ]);
  const currentContext = () => must('kubectl', ['--kubeconfig', cluster.kubeconfig, 'config', 'current-context']);

  beforeAll(async () => {
    await cluster.remove();
    await cluster.synth('faults.ts');
    mkdirSync(byHand);
    writeFileSync(join(byHand, 'web.json'), JSON.stringify(BY_HAND));
    const kubeconfig = { env: { KUBECONFIG: cluster.kubeconfig } };
    await must(
      'kind',
      ['create', 'cluster', '--name', cluster.name, '--image', 'kindest/node:v1.32.2', '--wait', '120s'],
      kubeconfig,
    );
    await must('kind', ['load', 'docker-image', '--name', cluster.name, 'nginx:alpine']);
    await must('kubectl', ['--kubeconfig', cluster.kubeconfig, 'config', 'set-context', 'mine', '--cluster', cluster.context]);
    await must('kubectl', ['--kubeconfig', cluster.kubeconfig, 'config', 'use-context', 'mine']);
  });
  afterAll(() => cluster.remove());

  test('of the declared name: up says what differs, exits 4 and leaves it untouched', async () => {
    const before = await containers();
    const up = await cluster.npm('up');
    expect(up.all).toMatch(/The cluster e2e-faults-other differs from .*cluster\.yaml in what kind cannot change/);
    expect(up.all).toMatch(/node e2e-faults-other-worker: declared worker, found no such node → recreate/);
    expect(up.all).toContain('The cluster is as it was. npm run up -- --recreate deletes it and creates it anew');
    expect(up.status).toBe(4);
    expect(await containers()).toBe(before);
    expect(await cluster.kubectl(['get', 'deployments,services', '-o', 'name'])).toBe('service/kubernetes\n');
  });

  test('with --context: up applies manifests written by hand and verifies them; nothing else of it changes', async () => {
    const before = await containers();
    const up = await cluster.npm('up', ['--dist', byHand, '--context', cluster.context]);
    expect(up.all).toMatch(/✓ rollout +Deployment default\/web: 2 of 2 available/);
    expect(up.all).toMatch(/✓ reachable +Service default\/web/);
    expect(up.status).toBe(0);
    expect(await cluster.npm('verify', ['--dist', byHand, '--context', cluster.context])).toMatchObject({ status: 0 });
    expect(await containers()).toBe(before);
    expect(await currentContext()).toBe('mine\n');
    expect((await run('pgrep', ['--full', `port-forward.*${cluster.context}|${cluster.context}.*port-forward`])).stdout).toBe('');
  });

  test('with a --context that is not there: exit 2, and those that are there are named', async () => {
    const verify = await cluster.npm('verify', ['--dist', byHand, '--context', 'kind-nobody']);
    expect(verify.all).toContain('There is no context kind-nobody in the kubeconfig.');
    expect(verify.all).toMatch(/These exist: .*kind-e2e-faults-other/);
    expect(verify.status).toBe(2);
  });
});

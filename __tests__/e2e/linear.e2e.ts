import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, type ApiObjectProps, Chart } from 'cdk8s';
import { checkDescription } from '../../lib/checks/check';
import { KindCluster } from '../../lib/cluster/kind-cluster';
import { KindApp } from '../../lib/synth/kind-app';
import { apart, CONTROL_PLANE, described, type Manifest, service, spread, WORKER, workload } from '../checks/described';

const folder = mkdtempSync(join(tmpdir(), 'linear-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Shows how the time grows; figures for people, because a timing is no assertion. */
test('the checks, and all of synth, of 500 to 4,000 Deployments with Services', () => {
  const counts = [500, 1000, 2000, 4000];
  // The first runs also compile.
  check(500);
  synth(100);
  const rows = counts.map((count) => {
    const figures = [check(count), synth(count)].map(
      (ms) => `${ms.toFixed(0).padStart(8)} ms (${((ms / count) * 1000).toFixed(0)} µs each)`,
    );
    return `${String(count).padStart(6)} ${figures.join('   ')}`;
  });
  process.stdout.write(`Deployments with Services: the checks alone, and synth with the checks\n${rows.join('\n')}\n`);
});

const NODES = [CONTROL_PLANE, ...Array.from({ length: 40 }, () => WORKER)];

function check(count: number): number {
  const description = described(NODES, applications(count));
  const began = performance.now();
  const problems = checkDescription(description);
  const ms = performance.now() - began;
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return ms;
}

function synth(count: number): number {
  const began = performance.now();
  const app = new KindApp({ outdir: join(folder, String(count)) });
  new KindCluster(app, 'cluster', { nodes: NODES.map(({ role = 'control-plane' }) => ({ role })) });
  const chart = new Chart(app, 'apps', { disableResourceNameHashes: true });
  applications(count).forEach((manifest, index) => {
    new ApiObject(chart, `object-${index}`, manifest as unknown as ApiObjectProps);
  });
  app.synth();
  return performance.now() - began;
}

function applications(count: number): Manifest[] {
  return Array.from({ length: count }, (_, i) => {
    const app = `app-${i}`;
    const pod = { ...spread(app, { nodeTaintsPolicy: 'Honor' }), ...(i % 10 === 0 && apart(app)) };
    return [
      workload(app, { replicas: 1, requests: { cpu: '5m', memory: '8Mi' }, ports: [{ containerPort: 80 }], pod }),
      service(app, { selector: { app }, ports: [{ port: 80 }] }),
    ];
  }).flat();
}

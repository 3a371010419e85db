import { join } from 'node:path';
import { KindCluster } from '../../lib/cluster/kind-cluster';
import { withTemporaryFolder } from '../../lib/runner/temporary';
import { KindApp } from '../../lib/synth/kind-app';
import { NginxChart } from '../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../lib/workloads/node-port-chart';
import { alternate, type Figure } from './figure';

const WORKERS = 40;

export async function scale(runs: number): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => [
    {
      name: 'synth and checks of 1,000 workloads',
      against: '100 workloads',
      goal: 12,
      unit: 'ms',
      ...(await alternate(
        runs,
        () => synthesize(1000, folder),
        () => synthesize(100, folder),
      )),
    },
  ]);
}

/** Builds, checks and writes an app of as many Deployments, each with a NodePort Service that the host reaches; in this process. */
function synthesize(workloads: number, folder: string): number {
  const began = performance.now();
  const app = new KindApp({ outdir: join(folder, String(workloads)) });
  const cluster = new KindCluster(app, 'cluster', {
    nodes: [{ role: 'control-plane' }, ...Array.from({ length: WORKERS }, () => ({ role: 'worker' as const }))],
  });
  for (let i = 0; i < workloads; i++) {
    const { deployment } = new NginxChart(app, `app-${i}`, { cluster });
    cluster.expose(new NodePortChart(app, `app-${i}-nodeport`, { workload: deployment, nodePort: 30_000 + i }).service);
  }
  app.synth();
  return performance.now() - began;
}

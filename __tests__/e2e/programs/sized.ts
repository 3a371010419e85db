import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { KindCluster } from '../../../lib/cluster/kind-cluster';
import { KindApp } from '../../../lib/synth/kind-app';
import { NginxChart } from '../../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../../lib/workloads/node-port-chart';

/** E2E_SIZES: millis of a CPU and Mi of memory of each worker, `1000/2048 500/1536`. */
const sizes = (process.env.E2E_SIZES ?? '1000/2048 500/1536').split(' ').map((size) => size.split('/').map(Number));

const app = new KindApp();
const cluster = new KindCluster(app, 'cluster', {
  name: process.env.E2E_CLUSTER ?? 'e2e',
  kubernetesVersion: 'v1.32.2',
  hostCpus: 2,
  nodes: [
    { role: 'control-plane' },
    ...sizes.map(([millis = 0, mebibytes = 0]) => ({
      role: 'worker' as const,
      cpus: Cpu.millis(millis),
      memory: Size.mebibytes(mebibytes),
    })),
  ],
});
const nginx = new NginxChart(app, 'nginx', { cluster });
cluster.expose(new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30280 }).service);

app.synth();

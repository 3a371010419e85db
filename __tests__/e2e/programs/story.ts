import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { KindCluster } from '../../../lib/cluster/kind-cluster';
import { KindApp } from '../../../lib/synth/kind-app';
import { NginxChart } from '../../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../../lib/workloads/node-port-chart';

// The default program under another name and on other ports, so that it does not meet a cluster that somebody uses.
const app = new KindApp();
const workerMemory = Size.gibibytes(Number(process.env.E2E_WORKER_GI ?? 2));
const cluster = new KindCluster(app, 'cluster', {
  name: process.env.E2E_CLUSTER ?? 'e2e',
  kubernetesVersion: 'v1.32.2',
  nodes: [
    { role: 'control-plane' },
    { role: 'worker', cpus: Cpu.units(1), memory: workerMemory },
    { role: 'worker', cpus: Cpu.units(1), memory: workerMemory },
  ],
});
const nginx = new NginxChart(app, 'nginx', { cluster });
cluster.expose(new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30180 }).service);

if (process.env.E2E_SECOND) {
  const second = new NginxChart(app, 'second', { cluster, replicas: 1 });
  cluster.expose(new NodePortChart(app, 'second-nodeport', { workload: second.deployment, nodePort: 30181 }).service);
}

app.synth();

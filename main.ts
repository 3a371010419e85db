import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { KindCluster } from './lib/cluster/kind-cluster';
import { KindApp } from './lib/synth/kind-app';
import { NginxChart } from './lib/workloads/nginx-chart';
import { NodePortChart } from './lib/workloads/node-port-chart';

const app = new KindApp();

const cluster = new KindCluster(app, 'cluster', {
  name: 'kind',
  kubernetesVersion: 'v1.32.2',
  nodes: [
    { role: 'control-plane' },
    { role: 'worker', cpus: Cpu.units(1), memory: Size.gibibytes(2) },
    { role: 'worker', cpus: Cpu.units(1), memory: Size.gibibytes(2) },
  ],
});

const nginx = new NginxChart(app, 'nginx', { cluster, replicas: 3 });
const nginxNodePort = new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30080 });
cluster.expose(nginxNodePort.service); // http://localhost:30080

app.synth();

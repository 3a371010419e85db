import { KindCluster } from '../../../lib/cluster/kind-cluster';
import { KindApp } from '../../../lib/synth/kind-app';
import { NginxChart } from '../../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../../lib/workloads/node-port-chart';

const app = new KindApp();
const cluster = new KindCluster(app, 'cluster', {
  name: process.env.E2E_CLUSTER ?? 'e2e',
  kubernetesVersion: 'v1.32.2',
  nodes: [{ role: 'control-plane' }, { role: 'control-plane' }, { role: 'control-plane' }, { role: 'worker' }],
});
const nginx = new NginxChart(app, 'nginx', { cluster, replicas: 2 });
cluster.expose(new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30380 }).service);

app.synth();

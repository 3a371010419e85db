import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { KindCluster } from '../../../lib/cluster/kind-cluster';
import { KindApp } from '../../../lib/synth/kind-app';
import { NginxChart } from '../../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../../lib/workloads/node-port-chart';

/** Whether the program differs from the first one in this. */
const differs = (what: string) => (process.env.E2E_DIFFERS ?? '').split(' ').includes(what);

const app = new KindApp();
const cluster = new KindCluster(app, 'cluster', {
  name: process.env.E2E_CLUSTER ?? 'e2e',
  image: 'kindest/node:v1.32.2',
  nodes: [
    { role: 'control-plane', labels: differs('label') ? { tier: 'front' } : { tier: 'back' } },
    {
      role: 'worker',
      cpus: Cpu.millis(differs('cpu') ? 500 : 1000),
      memory: Size.gibibytes(differs('memory') ? 3 : 2),
      ...(differs('new-label') && { labels: { disk: 'fast' } }),
    },
    {
      role: 'worker',
      ...(differs('image') && { image: 'e2e/other-node:v1.32.2' }),
      ...(differs('mount') && { extraMounts: [{ hostPath: process.cwd(), containerPath: '/project' }] }),
    },
    ...(differs('node') ? [{ role: 'worker' as const }] : []),
  ],
});

const nginx = new NginxChart(app, 'nginx', { cluster, replicas: differs('replicas') ? 1 : 2 });
const nodePort = (id: string, port: number) => new NodePortChart(app, id, { workload: nginx.deployment, nodePort: port }).service;
if (!differs('unmapped')) cluster.expose(nodePort('nginx-nodeport', 30490));
if (differs('port')) cluster.expose(nodePort('second-nodeport', 30491));
if (differs('object')) {
  new ApiObject(new Chart(app, 'settings'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
}

app.synth();

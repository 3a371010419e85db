import { ApiObject, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { KindCluster } from '../../../lib/cluster/kind-cluster';
import { KindApp } from '../../../lib/synth/kind-app';
import { NginxChart } from '../../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../../lib/workloads/node-port-chart';

const IMAGE = '/spec/template/spec/containers/0/image';
const POLICY = '/spec/template/spec/containers/0/imagePullPolicy';
const COMMAND = '/spec/template/spec/containers/0/command';
const READINESS = '/spec/template/spec/containers/0/readinessProbe';

/** What is wrong with the Deployment that E2E_FAULT names. */
const FAULTS: Readonly<Record<string, readonly JsonPatch[]>> = {
  // A name that no name server knows (RFC 2606), so that it fails alike with and without a network.
  image: [JsonPatch.replace(IMAGE, 'registry.invalid/nobody/has-it:1')],
  foreign: [JsonPatch.replace(IMAGE, 'e2e/foreign:1')],
  never: [JsonPatch.replace(IMAGE, 'nobody/has-it:2'), JsonPatch.replace(POLICY, 'Never')],
  crash: [JsonPatch.add(COMMAND, ['sh', '-c', 'echo "reading /etc/app.conf"; echo "no such file: /etc/app.conf" >&2; exit 3'])],
  probe: [JsonPatch.replace(`${READINESS}/httpGet/path`, '/never')],
  slow: [JsonPatch.add(`${READINESS}/initialDelaySeconds`, 20)],
};

const app = new KindApp();
const size = { cpus: Cpu.units(1), memory: Size.gibibytes(2) };
const cluster = new KindCluster(app, 'cluster', {
  name: process.env.E2E_CLUSTER ?? 'e2e',
  kubernetesVersion: 'v1.32.2',
  nodes: [{ role: 'control-plane' }, { role: 'worker', ...size }, { role: 'worker', ...size }],
});

const nginx = new NginxChart(app, 'nginx', { cluster, replicas: 2 });
cluster.expose(new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30480 }).service);

if (process.env.E2E_SECOND_PORT) {
  cluster.expose(new NodePortChart(app, 'second-nodeport', { workload: nginx.deployment, nodePort: 30481 }).service);
}

// Beside nginx, or in its place.
const fault = process.env.E2E_FAULT ?? '';
const faulty = process.env.E2E_BESIDE ? new NginxChart(app, fault, { cluster, replicas: 1 }) : nginx;
ApiObject.of(faulty.deployment).addJsonPatch(...(FAULTS[fault] ?? []));

app.synth();

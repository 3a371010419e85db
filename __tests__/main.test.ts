import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';

const root = path.join(__dirname, '..');
let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'main-'));
  process.chdir(folder);
  delete process.env.CDK8S_OUTDIR;
  require('../main');
});

afterAll(() => {
  process.chdir(root);
  fs.rmSync(folder, { recursive: true });
});

const read = (base: string): Record<string, string> => {
  const entries = fs
    .readdirSync(path.join(base, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(files.map((file) => [path.relative(base, file), fs.readFileSync(file, 'utf8')]));
};
const yaml = (file: string) => parse(fs.readFileSync(path.join(folder, 'dist', file), 'utf8'));

test('the committed dist/ is what main.ts writes, byte for byte', () => {
  expect(read(folder)).toEqual(read(root));
});

test('a cluster of one control plane and two workers of 1 CPU and 2Gi', () => {
  const node = { image: 'kindest/node:v1.32.2' };
  const mounts = (name: string) => [
    { hostPath: `dist/kind/nodes/${name}/meminfo`, containerPath: '/proc/meminfo', readOnly: true },
    { hostPath: `dist/kind/nodes/${name}/cpu`, containerPath: '/sys/devices/system/cpu', readOnly: true },
  ];
  const mapping = { containerPort: 30080, hostPort: 30080, listenAddress: '127.0.0.1', protocol: 'TCP' };
  expect(yaml('kind/cluster.yaml')).toEqual({
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    kind: 'Cluster',
    name: 'kind',
    nodes: [
      { ...node, role: 'control-plane', extraPortMappings: [mapping] },
      { ...node, role: 'worker', extraMounts: mounts('kind-worker') },
      { ...node, role: 'worker', extraMounts: mounts('kind-worker2') },
    ],
  });
});

test('three nginx pods, spread over the workers', () => {
  expect(yaml('nginx.k8s.yaml')).toMatchObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'nginx-deployment' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'nginx' } },
      template: {
        metadata: { labels: { app: 'nginx' } },
        spec: {
          topologySpreadConstraints: [{ maxSkew: 1, minDomains: 2 }],
          containers: [
            {
              image: 'nginx:alpine',
              imagePullPolicy: 'IfNotPresent',
              ports: [{ containerPort: 80 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
            },
          ],
        },
      },
    },
  });
});

test('a NodePort Service at port 30080', () => {
  expect(yaml('nginx-nodeport.k8s.yaml')).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx-nodeport' },
    spec: { type: 'NodePort', selector: { app: 'nginx' }, ports: [{ port: 80, targetPort: 80, nodePort: 30080 }] },
  });
});

import { Testing } from 'cdk8s';
import { KindCluster } from '../../lib/cluster/kind-cluster';
import type { KindRole } from '../../lib/kind/config';
import { KindApp } from '../../lib/synth/kind-app';
import { NginxChart } from '../../lib/workloads/nginx-chart';
import { NodePortChart } from '../../lib/workloads/node-port-chart';

function program(roles: readonly KindRole[] = ['control-plane', 'worker', 'worker'], props = {}) {
  const app = new KindApp({ outdir: 'dist' });
  const cluster = new KindCluster(app, 'cluster', { nodes: roles.map((role) => ({ role })) });
  const nginx = new NginxChart(app, 'nginx', { cluster, ...props });
  const nodePort = new NodePortChart(app, 'nginx-nodeport', { workload: nginx.deployment, nodePort: 30080 });
  cluster.expose(nodePort.service);
  return { app, cluster, nginx, nodePort };
}

test('the nginx chart', () => {
  expect(Testing.synth(program().nginx)).toMatchSnapshot();
});

test('the NodePort chart', () => {
  expect(Testing.synth(program().nodePort)).toMatchSnapshot();
});

test.each([
  [['control-plane', 'worker', 'worker'], 2],
  [['control-plane', 'worker', 'worker', 'worker'], 3],
  [['control-plane'], 1],
] as const)('nginx on %j is spread over %i nodes', (roles, minDomains) => {
  const [deployment] = Testing.synth(program(roles).nginx);
  expect(deployment.spec.template.spec.topologySpreadConstraints).toEqual([
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'nginx' } },
      matchLabelKeys: ['pod-template-hash'],
      minDomains,
      nodeTaintsPolicy: 'Honor',
    },
  ]);
});

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
test('nginx keeps to the Pod Security Standard "restricted"', () => {
  const [deployment] = Testing.synth(program().nginx);
  const pod = deployment.spec.template.spec;
  expect(pod.hostNetwork ?? false).toBe(false);
  expect(Object.keys(Object.assign({}, ...pod.volumes)).sort()).toEqual(['emptyDir', 'name']);
  expect(pod.securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
  for (const { securityContext } of pod.containers) {
    expect(securityContext).toMatchObject({
      privileged: false,
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(securityContext.runAsUser).toBeGreaterThan(0);
  }
});

test('another workload has its own names, labels, image and port', () => {
  const { app, cluster } = program();
  const blog = new NginxChart(app, 'blog', { cluster, replicas: 1, image: 'blog:1', port: 8080, namespace: 'web' });
  const service = new NodePortChart(app, 'blog-nodeport', { workload: blog.deployment, nodePort: 30081, namespace: 'web' });
  cluster.expose(service.service);
  expect(Testing.synth(blog)[0]).toMatchObject({
    metadata: { name: 'blog-deployment', namespace: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'blog' } },
      template: { spec: { containers: [{ image: 'blog:1', ports: [{ containerPort: 8080 }] }] } },
    },
  });
  expect(Testing.synth(service)[0]).toMatchObject({
    metadata: { name: 'blog-nodeport', namespace: 'web' },
    spec: { selector: { app: 'blog' }, ports: [{ port: 80, targetPort: 8080, nodePort: 30081 }] },
  });
});

import { CONTROL_PLANE, described, type Manifest, type Row, service, WORKER, workload } from '../described';

const NGINX = workload('nginx', { ports: [{ name: 'http', containerPort: 80 }] });
const MAPPED = { ...WORKER, extraPortMappings: [{ containerPort: 30080, hostPort: 30080 }] };

/** nginx behind a NodePort Service of port 30080, which the worker maps. */
const nodePort = (port: Manifest = {}, spec: Manifest = {}, more: Manifest = {}, nodes = [CONTROL_PLANE, MAPPED]) =>
  described(nodes, [
    NGINX,
    service(
      'nginx-nodeport',
      { type: 'NodePort', selector: { app: 'nginx' }, ports: [{ port: 80, nodePort: 30080, ...port }], ...spec },
      more,
    ),
  ]);
const clusterIp = (spec: Manifest, more: Manifest = {}) =>
  described(
    [CONTROL_PLANE, WORKER],
    [NGINX, service('web', { selector: { app: 'nginx' }, ports: [{ port: 80 }], ...spec }, more)],
  );
const two = (first: Manifest, second: Manifest) =>
  described(
    [CONTROL_PLANE, MAPPED],
    [
      NGINX,
      service('one', { type: 'NodePort', selector: { app: 'nginx' }, ports: [{ port: 80, nodePort: 30080, ...first }] }),
      service('two', { type: 'LoadBalancer', selector: { app: 'nginx' }, ports: [{ port: 80, nodePort: 30080, ...second }] }),
    ],
  );
const local = (pod: Manifest) =>
  described(
    [{ ...CONTROL_PLANE, extraPortMappings: [{ containerPort: 30080, hostPort: 30080 }] }, WORKER],
    [
      workload('nginx', { pod }),
      service('web', {
        type: 'NodePort',
        selector: { app: 'nginx' },
        externalTrafficPolicy: 'Local',
        ports: [{ port: 80, nodePort: 30080 }],
      }),
    ],
  );
/** A Service that selects by a label which a controller adds to its pods. */
const selecting = (key: string, value: string) =>
  described(
    [CONTROL_PLANE, WORKER],
    [
      workload('db', { kind: 'StatefulSet', replicas: 3 }),
      workload('backup', { kind: 'Job', spec: { suspend: true } }),
      service('web', { selector: { [key]: value }, ports: [{ port: 80 }] }),
    ],
  );
const TOLERANT = { tolerations: [{ operator: 'Exists' }] };

export const SERVICE_ROWS: readonly Row[] = [
  {
    rule: 'node-port-mapped',
    breaks: nodePort({}, {}, {}, [CONTROL_PLANE, WORKER]),
    message: "nginx-nodeport: nodePort 30080 is not mapped on any node, so curl localhost:30080 would get 'connection refused'.",
    near: nodePort(),
  },
  {
    rule: 'node-port-mapped',
    breaks: nodePort({ nodePort: 30053, protocol: 'UDP' }),
    message: 'nginx-nodeport: nodePort 30053 is not mapped on any node, so nothing on the host would reach it.',
    near: nodePort({ nodePort: 30053, protocol: 'UDP' }, {}, { annotations: { 'cdk8s-kind/host': 'false' } }),
  },
  {
    rule: 'node-port-mapped',
    breaks: nodePort({ protocol: 'UDP' }),
    message: 'nginx-nodeport: nodePort 30080 is mapped on kind-worker for TCP, and its protocol is UDP.',
    near: nodePort({ protocol: 'TCP' }),
  },
  {
    rule: 'node-port-mapped',
    severity: 'warning',
    breaks: nodePort({ nodePort: undefined }),
    message: 'nginx-nodeport: port 80 has no nodePort, so Kubernetes picks one and no mapping reaches it.',
    near: nodePort({ nodePort: undefined }, { type: 'ClusterIP' }),
  },
  {
    rule: 'node-port-range',
    breaks: nodePort({ nodePort: 8080 }),
    message: 'nginx-nodeport: nodePort 8080 is outside of 30000–32767, the range of nodePorts.',
    near: nodePort({ nodePort: 32767 }),
  },
  {
    rule: 'node-port-range',
    breaks: described(
      [CONTROL_PLANE],
      nodePort({ nodePort: 30080 }).objects.map(({ object }) => object as unknown as Manifest),
      {
        kubeadmConfigPatches: ['kind: ClusterConfiguration\napiServer: {extraArgs: {service-node-port-range: 80-100}}'],
      },
    ),
    message: 'nginx-nodeport: nodePort 30080 is outside of 80–100, the range of nodePorts.',
    near: described(
      [CONTROL_PLANE],
      nodePort({ nodePort: 80 }).objects.map(({ object }) => object as unknown as Manifest),
      {
        kubeadmConfigPatches: ['kind: ClusterConfiguration\napiServer: {extraArgs: {service-node-port-range: 80-100}}'],
      },
    ),
  },
  {
    rule: 'node-port-unique',
    breaks: two({}, {}),
    message: 'two: nodePort 30080/TCP of port 80 is taken by the Service default/one.',
    near: two({}, { protocol: 'UDP' }),
  },
  {
    rule: 'mapping-without-service',
    severity: 'warning',
    breaks: nodePort({ nodePort: 30081 }),
    message: 'kind-worker: port 30080/TCP is mapped, and no Service has this nodePort.',
    near: nodePort(),
  },
  {
    rule: 'local-traffic',
    breaks: local({}),
    message:
      'web: nodePort 30080 is mapped on kind-control-plane, where none of its pods may run, and with externalTrafficPolicy Local no other node answers.',
    near: local({ ...TOLERANT, nodeSelector: { 'kubernetes.io/hostname': 'kind-control-plane' } }),
  },
  {
    rule: 'local-traffic',
    severity: 'warning',
    breaks: local(TOLERANT),
    message:
      'web: nodePort 30080 is mapped on kind-control-plane, where none of its pods is expected, and with externalTrafficPolicy Local no other node answers.',
    near: local({ ...TOLERANT, nodeName: 'kind-control-plane' }),
  },
  {
    rule: 'service-selector',
    breaks: clusterIp({ selector: { app: 'ngnix' } }),
    message:
      'web: no pod template in the namespace default has the labels app=ngnix that it selects; the pods of Deployment nginx have app=nginx.',
    near: clusterIp({ selector: {} }),
  },
  {
    rule: 'service-selector',
    breaks: clusterIp({}, { namespace: 'web' }),
    message: 'web: no pod template in the namespace web has the labels app=nginx that it selects; none has pods there.',
    near: clusterIp({}, { namespace: 'default' }),
  },
  {
    rule: 'service-selector',
    breaks: selecting('statefulset.kubernetes.io/pod-name', 'db-3'),
    message:
      'web: no pod template in the namespace default has the labels statefulset.kubernetes.io/pod-name=db-3 that it selects; the pods of StatefulSet db have app=db.',
    near: selecting('statefulset.kubernetes.io/pod-name', 'db-2'),
  },
  {
    rule: 'service-selector',
    breaks: selecting('apps.kubernetes.io/pod-index', '3'),
    message:
      'web: no pod template in the namespace default has the labels apps.kubernetes.io/pod-index=3 that it selects; the pods of StatefulSet db have app=db.',
    near: selecting('apps.kubernetes.io/pod-index', '0'),
  },
  {
    rule: 'service-selector',
    breaks: selecting('batch.kubernetes.io/job-name', 'bakcup'),
    message:
      'web: no pod template in the namespace default has the labels batch.kubernetes.io/job-name=bakcup that it selects; the pods of StatefulSet db have app=db.',
    near: selecting('batch.kubernetes.io/job-name', 'backup'),
  },
  {
    rule: 'service-selector',
    breaks: selecting('pod-template-hash', 'abc'),
    message:
      'web: no pod template in the namespace default has the labels pod-template-hash=abc that it selects; the pods of StatefulSet db have app=db.',
    near: selecting('controller-revision-hash', 'abc'),
  },
  {
    rule: 'service-target-port',
    severity: 'warning',
    breaks: clusterIp({ ports: [{ port: 80, targetPort: 8080 }] }),
    message: 'web: targetPort 8080/TCP of port 80 is no port of a container of Deployment nginx, which has 80/TCP (http).',
    near: clusterIp({ ports: [{ port: 8080, targetPort: 80 }] }),
  },
  {
    rule: 'service-target-port',
    breaks: clusterIp({ ports: [{ port: 80, targetPort: 'web' }] }),
    message: 'web: targetPort web/TCP of port 80 is no port of a container of Deployment nginx, which has 80/TCP (http).',
    near: clusterIp({ ports: [{ port: 80, targetPort: 'http' }] }),
  },
  {
    rule: 'service-target-port',
    severity: 'warning',
    breaks: clusterIp({ ports: [{ port: 80, protocol: 'UDP' }] }),
    message: 'web: targetPort 80/UDP of port 80 is no port of a container of Deployment nginx, which has 80/TCP (http).',
    near: clusterIp({ ports: [{ port: 80, protocol: 'TCP' }] }),
  },
];

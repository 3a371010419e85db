import { apart, type Manifest, service, workload } from './described';

/**
 * Manifests of projects that many people run, as facts of their shape: kinds, namespaces, labels, ports, requests and
 * where they may be. Images, arguments and environments say nothing to the checks and are left out.
 */
interface WellKnown {
  readonly objects: readonly Manifest[];
  /** Ports of the control plane that the project's guide for kind maps. */
  readonly mapped?: readonly number[];
}

const CONTROL_PLANE_TOLERATION = { key: 'node-role.kubernetes.io/control-plane', operator: 'Equal', effect: 'NoSchedule' };
const LINUX = { 'kubernetes.io/os': 'linux' };
const http = (containerPort: number, more: Manifest = {}) => ({ name: 'http', containerPort, protocol: 'TCP', ...more });
const ports = (...of: (number | Manifest)[]) => of.map((port) => (typeof port === 'number' ? { containerPort: port } : port));
const to = (app: Manifest, port: number, targetPort: number | string = port, more: Manifest = {}) => ({
  selector: app,
  ports: [{ name: 'main', port, targetPort, protocol: 'TCP' }],
  ...more,
});
const crd = (name: string) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name } });
const claims = (mode = 'ReadWriteOnce') => ({
  volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: [mode] } }],
});

export const WELL_KNOWN: Readonly<Record<string, WellKnown>> = {
  'ingress-nginx for kind': {
    mapped: [80, 443],
    objects: [
      service(
        'ingress-nginx-controller',
        {
          type: 'NodePort',
          selector: { 'app.kubernetes.io/component': 'controller' },
          ports: [
            { name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' },
            { name: 'https', port: 443, targetPort: 'https' },
          ],
        },
        { namespace: 'ingress-nginx' },
      ),
      service(
        'ingress-nginx-controller-admission',
        { type: 'ClusterIP', ...to({ 'app.kubernetes.io/component': 'controller' }, 443, 'webhook') },
        { namespace: 'ingress-nginx' },
      ),
      workload('ingress-nginx-controller', {
        namespace: 'ingress-nginx',
        labels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' },
        requests: { cpu: '100m', memory: '90Mi' },
        ports: ports(
          http(80, { hostPort: 80 }),
          { name: 'https', containerPort: 443, hostPort: 443 },
          { name: 'webhook', containerPort: 8443 },
        ),
        pod: {
          nodeSelector: LINUX,
          tolerations: [
            { ...CONTROL_PLANE_TOLERATION },
            { key: 'node-role.kubernetes.io/master', operator: 'Equal', effect: 'NoSchedule' },
          ],
        },
      }),
      workload('ingress-nginx-admission-create', {
        kind: 'Job',
        namespace: 'ingress-nginx',
        pod: { restartPolicy: 'OnFailure', nodeSelector: LINUX },
      }),
    ],
  },
  'metrics-server': {
    objects: [
      service('metrics-server', to({ 'k8s-app': 'metrics-server' }, 443, 'https'), { namespace: 'kube-system' }),
      workload('metrics-server', {
        namespace: 'kube-system',
        labels: { 'k8s-app': 'metrics-server' },
        requests: { cpu: '100m', memory: '200Mi' },
        ports: ports({ name: 'https', containerPort: 10250 }),
        pod: { nodeSelector: LINUX, priorityClassName: 'system-cluster-critical' },
        spec: { strategy: { rollingUpdate: { maxUnavailable: 0 } } },
      }),
      { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1beta1.metrics.k8s.io' } },
    ],
  },
  'cert-manager': {
    objects: ['controller', 'cainjector', 'webhook'].flatMap((component) => {
      const labels = { 'app.kubernetes.io/name': component, 'app.kubernetes.io/component': component };
      return [
        crd(`${component}.cert-manager.io`),
        workload(`cert-manager-${component}`, {
          namespace: 'cert-manager',
          labels,
          ports: ports({ name: 'https', containerPort: 10250 }, { name: 'http-metrics', containerPort: 9402 }),
          pod: { nodeSelector: LINUX },
        }),
        service(`cert-manager-${component}`, { ...to(labels, 443, 'https'), type: 'ClusterIP' }, { namespace: 'cert-manager' }),
      ];
    }),
  },
  'Argo CD': {
    objects: [
      crd('applications.argoproj.io'),
      workload('argocd-application-controller', {
        kind: 'StatefulSet',
        namespace: 'argocd',
        ports: ports(8082),
        pod: { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100 }] } } },
      }),
      ...[
        ['argocd-server', 8080],
        ['argocd-repo-server', 8081],
        ['argocd-redis', 6379],
        ['argocd-dex-server', 5556],
      ].flatMap(([name, port]) => [
        workload(String(name), {
          namespace: 'argocd',
          labels: { 'app.kubernetes.io/name': name },
          ports: ports(Number(port), 8083),
          pod: { initContainers: [{ name: 'copyutil' }], nodeSelector: LINUX },
        }),
        service(
          String(name),
          {
            selector: { 'app.kubernetes.io/name': name },
            ports: [
              { name: 'http', port: 80, targetPort: port },
              { name: 'metrics', port: 8083, targetPort: 8083 },
            ],
          },
          { namespace: 'argocd' },
        ),
      ]),
    ],
  },
  'the Prometheus operator': {
    objects: [
      workload('prometheus-operator', {
        namespace: 'monitoring',
        requests: { cpu: '100m', memory: '100Mi' },
        limits: { cpu: '200m', memory: '200Mi' },
        ports: ports({ name: 'https', containerPort: 8443 }),
      }),
      service(
        'prometheus-operator',
        { clusterIP: 'None', ...to({ app: 'prometheus-operator' }, 8443, 'https') },
        { namespace: 'monitoring' },
      ),
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Prometheus',
        metadata: { name: 'k8s', namespace: 'monitoring' },
        spec: { replicas: 2, resources: { requests: { memory: '400Mi' } } },
      },
      // Its pods are made by the operator, from the object above.
      service(
        'prometheus-k8s',
        to({ 'app.kubernetes.io/instance': 'k8s', 'app.kubernetes.io/name': 'prometheus' }, 9090, 'web'),
        { namespace: 'monitoring' },
      ),
    ],
  },
  'node-exporter': {
    objects: [
      workload('node-exporter', {
        kind: 'DaemonSet',
        namespace: 'monitoring',
        requests: { cpu: '102m', memory: '180Mi' },
        limits: { cpu: '250m', memory: '180Mi' },
        ports: ports({ name: 'https', containerPort: 9100, hostPort: 9100 }),
        pod: { hostNetwork: true, hostPID: true, nodeSelector: LINUX, tolerations: [{ operator: 'Exists' }] },
      }),
      service(
        'node-exporter',
        { clusterIP: 'None', ...to({ app: 'node-exporter' }, 9100, 'https') },
        { namespace: 'monitoring' },
      ),
    ],
  },
  'the PHP guestbook with Redis': {
    objects: [
      workload('redis-leader', {
        replicas: 1,
        labels: { app: 'redis', role: 'leader', tier: 'backend' },
        requests: { cpu: '100m', memory: '100Mi' },
        ports: ports(6379),
      }),
      workload('redis-follower', {
        replicas: 2,
        labels: { app: 'redis', role: 'follower', tier: 'backend' },
        requests: { cpu: '100m', memory: '100Mi' },
        ports: ports(6379),
      }),
      workload('frontend', {
        replicas: 3,
        labels: { app: 'guestbook', tier: 'frontend' },
        requests: { cpu: '100m', memory: '100Mi' },
        ports: ports(80),
      }),
      service('redis-leader', to({ app: 'redis', role: 'leader', tier: 'backend' }, 6379)),
      service('redis-follower', { selector: { app: 'redis', role: 'follower', tier: 'backend' }, ports: [{ port: 6379 }] }),
      service('frontend', { selector: { app: 'guestbook', tier: 'frontend' }, ports: [{ port: 80 }] }),
    ],
  },
  'PostgreSQL in a StatefulSet': {
    objects: [
      workload('postgres', {
        kind: 'StatefulSet',
        requests: { cpu: '250m', memory: '256Mi' },
        limits: { memory: '1Gi' },
        ports: ports({ name: 'tcp-postgresql', containerPort: 5432 }),
        pod: apart('postgres-other'),
        spec: claims(),
      }),
      service('postgres', to({ app: 'postgres' }, 5432, 'tcp-postgresql')),
      service('postgres-hl', {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        ...to({ app: 'postgres' }, 5432, 'tcp-postgresql'),
      }),
    ],
  },
  kuard: {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'kuard', labels: { app: 'kuard' } },
        spec: { containers: [{ name: 'kuard', ports: [http(8080)] }] },
      },
      service('kuard', { selector: { app: 'kuard' }, ports: [{ port: 80, targetPort: 8080 }] }),
    ],
  },
  podinfo: {
    objects: [
      workload('podinfo', {
        requests: { cpu: '100m', memory: '64Mi' },
        limits: { cpu: '2000m', memory: '512Mi' },
        ports: ports(http(9898), { name: 'http-metrics', containerPort: 9797 }, { name: 'grpc', containerPort: 9999 }),
      }),
      service('podinfo', {
        type: 'ClusterIP',
        selector: { app: 'podinfo' },
        ports: [
          { name: 'http', port: 9898, targetPort: 'http' },
          { name: 'grpc', port: 9999, targetPort: 'grpc' },
        ],
      }),
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'podinfo' },
        spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'podinfo' } },
      },
    ],
  },
  'WordPress and MySQL': {
    objects: ['wordpress', 'mysql'].flatMap((tier) => {
      const port = tier === 'mysql' ? 3306 : 80;
      return [
        workload(`wordpress-${tier}`, {
          labels: { app: 'wordpress', tier },
          ports: ports({ name: tier, containerPort: port }),
          pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `${tier}-pv-claim` } }] },
        }),
        service(`wordpress-${tier}`, {
          ports: [{ port }],
          selector: { app: 'wordpress', tier },
          ...(tier === 'mysql' ? { clusterIP: 'None' } : { type: 'LoadBalancer' }),
        }),
        { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: `${tier}-pv-claim` } },
      ];
    }),
  },
  Cassandra: {
    objects: [
      service('cassandra', { clusterIP: 'None', ports: [{ port: 9042 }], selector: { app: 'cassandra' } }),
      workload('cassandra', {
        kind: 'StatefulSet',
        replicas: 3,
        requests: { cpu: '500m', memory: '1Gi' },
        limits: { cpu: '500m', memory: '1Gi' },
        ports: ports(
          { name: 'intra-node', containerPort: 7000 },
          { name: 'tls-intra-node', containerPort: 7001 },
          { name: 'jmx', containerPort: 7199 },
          { name: 'cql', containerPort: 9042 },
        ),
        spec: { serviceName: 'cassandra', ...claims() },
      }),
    ],
  },
  ZooKeeper: {
    objects: [
      service('zk-hs', {
        clusterIP: 'None',
        selector: { app: 'zk' },
        ports: [
          { name: 'server', port: 2888 },
          { name: 'leader-election', port: 3888 },
        ],
      }),
      service('zk-cs', { selector: { app: 'zk' }, ports: [{ name: 'client', port: 2181 }] }),
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'zk-pdb' },
        spec: { selector: { matchLabels: { app: 'zk' } } },
      },
      workload('zk', {
        kind: 'StatefulSet',
        replicas: 3,
        requests: { memory: '1Gi', cpu: '0.5' },
        ports: ports(
          { name: 'client', containerPort: 2181 },
          { name: 'server', containerPort: 2888 },
          { name: 'leader-election', containerPort: 3888 },
        ),
        pod: apart('zk'),
        spec: { serviceName: 'zk-hs', podManagementPolicy: 'OrderedReady', ...claims() },
      }),
    ],
  },
  'Kafka from Strimzi': {
    objects: [
      crd('kafkas.kafka.strimzi.io'),
      { apiVersion: 'kafka.strimzi.io/v1beta2', kind: 'Kafka', metadata: { name: 'my-cluster', namespace: 'kafka' } },
      workload('strimzi-cluster-operator', {
        namespace: 'kafka',
        labels: { name: 'strimzi-cluster-operator' },
        requests: { cpu: '200m', memory: '384Mi' },
        limits: { cpu: '1000m', memory: '384Mi' },
        ports: ports(http(8080)),
      }),
    ],
  },
  Elasticsearch: {
    objects: [
      service('elasticsearch-master', {
        selector: { app: 'elasticsearch' },
        ports: [
          { name: 'http', port: 9200 },
          { name: 'transport', port: 9300 },
        ],
      }),
      workload('elasticsearch', {
        kind: 'StatefulSet',
        replicas: 3,
        requests: { cpu: '1000m', memory: '2Gi' },
        limits: { cpu: '1000m', memory: '2Gi' },
        ports: ports(http(9200), { name: 'transport', containerPort: 9300 }),
        pod: { ...apart('elasticsearch'), initContainers: [{ name: 'configure-sysctl', securityContext: { privileged: true } }] },
        spec: { podManagementPolicy: 'Parallel', ...claims() },
      }),
    ],
  },
  fluentd: {
    objects: [
      workload('fluentd', {
        kind: 'DaemonSet',
        namespace: 'kube-system',
        labels: { 'k8s-app': 'fluentd-logging', version: 'v1' },
        requests: { cpu: '100m', memory: '200Mi' },
        limits: { memory: '200Mi' },
        pod: {
          tolerations: [{ ...CONTROL_PLANE_TOLERATION, operator: 'Exists' }],
          volumes: [{ name: 'varlog', hostPath: { path: '/var/log' } }],
        },
      }),
    ],
  },
  'local-path-provisioner': {
    objects: [
      workload('local-path-provisioner', {
        namespace: 'local-path-storage',
        pod: { nodeSelector: LINUX, tolerations: [CONTROL_PLANE_TOLERATION] },
      }),
      { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'local-path' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'local-path-config', namespace: 'local-path-storage' } },
    ],
  },
  MetalLB: {
    objects: [
      workload('controller', {
        namespace: 'metallb-system',
        labels: { app: 'metallb', component: 'controller' },
        ports: ports({ name: 'monitoring', containerPort: 7472 }, { name: 'webhook-server', containerPort: 9443 }),
        pod: { nodeSelector: LINUX },
      }),
      workload('speaker', {
        kind: 'DaemonSet',
        namespace: 'metallb-system',
        labels: { app: 'metallb', component: 'speaker' },
        ports: ports(
          { name: 'monitoring', containerPort: 7472 },
          { name: 'memberlist-tcp', containerPort: 7946 },
          { name: 'memberlist-udp', containerPort: 7946, protocol: 'UDP' },
        ),
        pod: { hostNetwork: true, nodeSelector: LINUX, tolerations: [CONTROL_PLANE_TOLERATION] },
      }),
      service(
        'metallb-webhook-service',
        { selector: { component: 'controller' }, ports: [{ port: 443, targetPort: 9443 }] },
        { namespace: 'metallb-system' },
      ),
    ],
  },
  'the Kubernetes Dashboard': {
    objects: [
      service(
        'kubernetes-dashboard',
        { selector: { 'k8s-app': 'kubernetes-dashboard' }, ports: [{ port: 443, targetPort: 8443 }] },
        { namespace: 'kubernetes-dashboard' },
      ),
      workload('kubernetes-dashboard', {
        namespace: 'kubernetes-dashboard',
        labels: { 'k8s-app': 'kubernetes-dashboard' },
        ports: ports({ containerPort: 8443, protocol: 'TCP' }),
        pod: { nodeSelector: LINUX, tolerations: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] },
      }),
      service(
        'dashboard-metrics-scraper',
        { selector: { 'k8s-app': 'dashboard-metrics-scraper' }, ports: [{ port: 8000, targetPort: 8000 }] },
        { namespace: 'kubernetes-dashboard' },
      ),
      workload('dashboard-metrics-scraper', {
        namespace: 'kubernetes-dashboard',
        labels: { 'k8s-app': 'dashboard-metrics-scraper' },
        ports: ports(8000),
      }),
    ],
  },
  "Istio's Bookinfo": {
    objects: [
      ...['details', 'ratings', 'productpage'].flatMap((app) => [
        service(app, { selector: { app }, ports: [{ port: 9080, name: 'http' }] }),
        workload(`${app}-v1`, {
          replicas: 1,
          labels: { app, version: 'v1' },
          ports: ports(9080),
          pod: { serviceAccountName: `bookinfo-${app}` },
        }),
      ]),
      service('reviews', { selector: { app: 'reviews' }, ports: [{ port: 9080, name: 'http' }] }),
      ...['v1', 'v2', 'v3'].map((version) =>
        workload(`reviews-${version}`, { replicas: 1, labels: { app: 'reviews', version }, ports: ports(9080) }),
      ),
    ],
  },
  'Flux controllers': {
    objects: ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller'].flatMap((app) => [
      workload(app, {
        namespace: 'flux-system',
        requests: { cpu: '50m', memory: '64Mi' },
        limits: { cpu: '1000m', memory: '1Gi' },
        ports: ports(http(9090), { name: 'http-prom', containerPort: 8080 }, { name: 'healthz', containerPort: 9440 }),
        pod: { nodeSelector: LINUX },
      }),
      service(
        app,
        { type: 'ClusterIP', selector: { app }, ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] },
        { namespace: 'flux-system' },
      ),
    ]),
  },
  'Online Boutique': {
    objects: [
      ...['frontend', 'cartservice', 'checkoutservice', 'adservice'].flatMap((app) => [
        workload(app, {
          requests: { cpu: '100m', memory: '64Mi' },
          limits: { cpu: '200m', memory: '128Mi' },
          ports: ports(8080),
        }),
        service(app, { type: 'ClusterIP', selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
      ]),
      service('frontend-external', {
        type: 'LoadBalancer',
        selector: { app: 'frontend' },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      }),
      workload('loadgenerator', {
        requests: { cpu: '300m', memory: '256Mi' },
        limits: { cpu: '500m', memory: '512Mi' },
        pod: { initContainers: [{ name: 'frontend-check' }] },
      }),
    ],
  },
  'a CronJob': {
    objects: [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'hello' },
        spec: {
          schedule: '* * * * *',
          jobTemplate: {
            spec: { template: { spec: { containers: [{ name: 'hello', image: 'busybox:1.28' }], restartPolicy: 'OnFailure' } } },
          },
        },
      },
    ],
  },
  'a Service with endpoints of its own': {
    objects: [
      service('database', { ports: [{ port: 5432 }] }),
      { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'database' }, subsets: [] },
      service('elsewhere', { type: 'ExternalName', externalName: 'db.example.com', selector: {} }),
    ],
  },
};

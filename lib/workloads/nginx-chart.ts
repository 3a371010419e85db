import { ApiObject, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import type { KindCluster } from '../cluster/kind-cluster';
import { refuse } from '../cluster/known-props';

export interface NginxChartProps {
  /** The cluster that it runs on: its pods are spread over the workers. */
  readonly cluster: KindCluster;
  /**
   * The label `app` of its pods; the Deployment is called `<name>-deployment`.
   *
   * @default the chart's id
   */
  readonly name?: string;
  /** @default 3 */
  readonly replicas?: number;
  /** @default 'nginx:alpine' */
  readonly image?: string;
  /**
   * The port that the image listens on.
   *
   * @default 80
   */
  readonly port?: number;
  /** @default the namespace `default` */
  readonly namespace?: string;
}

const PROPS: Readonly<Record<keyof NginxChartProps, true>> = {
  cluster: true,
  name: true,
  replicas: true,
  image: true,
  port: true,
  namespace: true,
};

/** The uid of the user nginx in the images of nginx. */
const NGINX_UID = 101;
/** What nginx writes to. */
const WRITABLE_PATHS = { cache: '/var/cache/nginx', run: '/run', tmp: '/tmp' } as const;

/**
 * nginx, its pods evenly on the workers. It keeps to the Pod Security Standard "restricted".
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export class NginxChart extends Chart {
  readonly deployment: kplus.Deployment;

  constructor(scope: Construct, id: string, props: NginxChartProps) {
    super(scope, id, { namespace: props.namespace });
    refuse('', props, PROPS);
    const { cluster, name = id, replicas = 3, image = 'nginx:alpine', port = 80 } = props;
    const labels = { app: name };

    this.deployment = new kplus.Deployment(this, 'deployment', {
      metadata: { name: `${name}-deployment`, labels },
      podMetadata: { labels },
      select: false, // by a label that people can type, below, instead of one with a hash
      replicas,
      securityContext: {
        user: NGINX_UID,
        group: NGINX_UID,
        fsGroup: NGINX_UID,
        // Lets a user that is not root listen on port 80. One of the sysctls that "restricted" allows.
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      containers: [
        {
          name: 'nginx',
          image,
          // Always, cdk8s-plus's default, fails for an image that was loaded into the nodes.
          imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
          portNumber: port,
          resources: {
            cpu: { request: kplus.Cpu.millis(100), limit: kplus.Cpu.millis(200) },
            memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
          },
          // nginx is up within a second; with Kubernetes's default of ten a pod that was asked too early makes the rollout wait.
          startup: kplus.Probe.fromTcpSocket({ port, periodSeconds: Duration.seconds(1), failureThreshold: 30 }),
          readiness: kplus.Probe.fromHttpGet('/', { port, periodSeconds: Duration.seconds(2) }),
          securityContext: {
            user: NGINX_UID,
            group: NGINX_UID,
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
            capabilities: { drop: [kplus.Capability.ALL] },
            seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
          },
          volumeMounts: Object.entries(WRITABLE_PATHS).map(([volume, path]) => ({
            path,
            volume: kplus.Volume.fromEmptyDir(this, volume, volume),
          })),
        },
      ],
    });
    this.deployment.select(kplus.LabelSelector.of({ labels }));
    this.spreadOverWorkers(labels, cluster);
    // The API server does not keep these defaults of cdk8s-plus, so kubectl would say `configured` at every apply.
    ApiObject.of(this.deployment).addJsonPatch(
      JsonPatch.remove('/spec/minReadySeconds'),
      JsonPatch.remove('/spec/template/spec/hostNetwork'),
    );
  }

  /**
   * cdk8s-plus's own `scheduling.spread` is a required anti-affinity, under which a third pod on two workers never starts.
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
   */
  private spreadOverWorkers(labels: Record<string, string>, cluster: KindCluster): void {
    const constraint = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule', // ScheduleAnyway would only be a wish
      labelSelector: { matchLabels: labels },
      // Or a rollout counts the pods that it replaces.
      matchLabelKeys: ['pod-template-hash'],
      // Or the pods of a cluster that is just starting all land on the first worker that is Ready. A cluster without workers
      // lets its control plane run pods.
      minDomains: Math.max(1, cluster.workers),
      // Or the control plane, where no pod may run, counts as a node without pods.
      nodeTaintsPolicy: 'Honor',
    };
    ApiObject.of(this.deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/topologySpreadConstraints', [constraint]));
  }
}

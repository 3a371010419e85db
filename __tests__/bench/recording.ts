import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Random } from '../random';

/** Nodes, and pods of Deployments with a Service each, as one node and one pod of a real cluster were recorded. */
export interface Recording {
  readonly cluster: string;
  readonly nodes: number;
  readonly deployments: number;
  readonly podsPerDeployment: number;
}

/** What kubectl asks for in one go. */
const PAGE_SIZE = 2000;
const NAMESPACES = 20;
export const NODE_PORT = 30_080;

type Values = Readonly<Record<string, string>>;
type Json = Record<string, unknown>;

/**
 * Writes every answer of the API server to a file of its own, `<path>.<page>.json` below the folder.
 *
 * @returns the bytes of all of them
 */
export function writeRecording(folder: string, recording: Recording): number {
  const { nodes, deployments, podsPerDeployment, cluster } = recording;
  const random = new Random(9);
  const uid = () => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
  let bytes = 0;
  const write = (path: string, kind: string, items: readonly string[]) => {
    for (let page = 0; page === 0 || page * PAGE_SIZE < items.length; page++) {
      const last = (page + 1) * PAGE_SIZE >= items.length;
      const metadata = JSON.stringify({ resourceVersion: '1', ...(!last && { continue: String(page + 1) }) });
      const head = `{"kind":"${kind}List","apiVersion":"v1","metadata":${metadata},"items":[`;
      const text = `${head}${items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE).join(',')}]}\n`;
      const file = join(folder, `${path}.${page}.json`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      bytes += text.length;
    }
  };

  const names = nodeNames(recording);
  const node = recorded('node.json');
  write(
    'api/v1/nodes',
    'Node',
    names.map((name, i) => node({ NODE_NAME: name, NODE_UID: uid(), NODE_IP: address(172, i), CLUSTER: cluster })),
  );
  // Of a worker, as all but the first are.
  const controlPlane = join(folder, 'api/v1/nodes.0.json');
  writeFileSync(
    controlPlane,
    readFileSync(controlPlane, 'utf8').replace('"labels":{', '"labels":{"node-role.kubernetes.io/control-plane":"",'),
  );

  const pod = recorded('pod.json');
  const [pods, workloads, replicaSets, services, slices]: [string[], string[], string[], string[], string[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  for (let d = 0; d < deployments; d++) {
    const { app, namespace } = nameOf(d);
    const hash = hex(random, 10);
    const [deployment, owner] = [uid(), uid()];
    const endpoints: Json[] = [];
    for (let p = 0; p < podsPerDeployment; p++) {
      const number = d * podsPerDeployment + p;
      // One control plane, which runs none of them.
      const at = 1 + (number % (nodes - 1));
      const values = {
        POD_NAME: `${app}-${hash}-${hex(random, 5)}`,
        POD_UID: uid(),
        POD_IP: address(10, number),
        NODE_NAME: names[at] ?? '',
      };
      const owned = { OWNER_NAME: `${app}-${hash}`, OWNER_UID: owner, TEMPLATE_HASH: hash, APP: app, NAMESPACE: namespace };
      pods.push(pod({ ...values, ...owned, NODE_IP: address(172, at) }));
      endpoints.push({
        addresses: [values.POD_IP],
        conditions: { ready: true, serving: true, terminating: false },
        targetRef: { kind: 'Pod', namespace, name: values.POD_NAME, uid: values.POD_UID },
        nodeName: values.NODE_NAME,
      });
    }
    const all = podsPerDeployment;
    const status = { observedGeneration: 1, replicas: all, updatedReplicas: all, readyReplicas: all, availableReplicas: all };
    const [manifest, service] = manifestsOf(d, recording);
    workloads.push(
      JSON.stringify({ ...manifest, metadata: { ...(manifest?.metadata as Json), uid: deployment, generation: 1 }, status }),
    );
    const annotations = { 'deployment.kubernetes.io/revision': '1' };
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: app, uid: deployment, controller: true }];
    const metadata = { name: `${app}-${hash}`, namespace, uid: owner, annotations, ownerReferences };
    replicaSets.push(JSON.stringify({ ...manifest, kind: 'ReplicaSet', metadata, status }));
    services.push(JSON.stringify(service));
    const labels = { 'kubernetes.io/service-name': app };
    slices.push(
      JSON.stringify({ metadata: { name: `${app}-${hex(random, 5)}`, namespace, labels }, addressType: 'IPv4', endpoints }),
    );
  }
  write('api/v1/pods', 'Pod', pods);
  write('apis/apps/v1/deployments', 'Deployment', workloads);
  write('apis/apps/v1/replicasets', 'ReplicaSet', replicaSets);
  write('api/v1/services', 'Service', services);
  write('apis/discovery.k8s.io/v1/endpointslices', 'EndpointSlice', slices);
  return bytes;
}

/** The Deployment of a number and its Service. The first one's is a NodePort that speaks HTTP; the others speak Redis, which nobody asks. */
export function manifestsOf(number: number, { podsPerDeployment }: Recording): [Json, Json] {
  const { app, namespace } = nameOf(number);
  const selector = { matchLabels: { app } };
  const constraint = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
  };
  const spec = {
    topologySpreadConstraints: [{ ...constraint, labelSelector: selector, matchLabelKeys: ['pod-template-hash'] }],
    containers: [{ name: 'nginx', image: 'nginx:alpine', ports: [{ containerPort: 80 }] }],
  };
  const template = { metadata: { labels: { app } }, spec };
  const metadata = { name: app, namespace };
  const http = { port: 80, targetPort: 80, nodePort: NODE_PORT, name: 'http' };
  const port = number === 0 ? http : { port: 6379, targetPort: 80, name: 'redis' };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: podsPerDeployment, selector, template } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { ...(number === 0 && { type: 'NodePort' }), selector: { app }, ports: [port] },
    },
  ];
}

/** As kind names them. */
export function nodeNames({ cluster, nodes }: Recording): string[] {
  return Array.from({ length: nodes }, (_, i) => `${cluster}-${i === 0 ? 'control-plane' : `worker${i === 1 ? '' : i}`}`);
}

function nameOf(number: number): { app: string; namespace: string } {
  return { app: `app-${number}`, namespace: `team-${number % NAMESPACES}` };
}

/** What a real API server answered, to be filled with the names of another object. */
function recorded(file: string): (values: Values) => string {
  const text = JSON.stringify(JSON.parse(readFileSync(join(__dirname, 'recorded', file), 'utf8')));
  const parts = text.split(/\b([A-Z]+_[A-Z]+|APP|NAMESPACE|CLUSTER)\b/);
  return (values) => parts.map((part, i) => (i % 2 === 0 ? part : (values[part] ?? part))).join('');
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.between(0, 15).toString(16)).join('');
}

function address(first: number, number: number): string {
  return [first, number >> 16, (number >> 8) & 255, number & 255].join('.');
}

import { must, type TestCluster } from './harness';

/** What there is of a cluster, by what can become another one: containers and their starts, kubelets, labels, sizes, objects. */
export type Seen = Readonly<Record<string, string>>;

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly StartedAt: string; readonly Running: boolean; readonly Paused: boolean };
}

interface KubernetesNode {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly status: Record<'capacity' | 'allocatable', { readonly cpu: string; readonly memory: string }>;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: object; readonly annotations?: object };
  readonly spec?: object;
  readonly data?: object;
}

/** Looks at a cluster, also at one of which a worker does not run. */
export async function see(cluster: TestCluster): Promise<Seen> {
  const seen: Record<string, string> = {};
  const containers = await containersOf(cluster);
  for (const { Id, Name, State } of containers) {
    seen[`container ${Name}`] = Id;
    seen[`start of ${Name}`] = State.StartedAt;
  }
  if (containers.length === 0) return seen;
  const items = async (what: string) => JSON.parse(await cluster.kubectl(['get', what, '-o', 'json'])).items as unknown[];
  for (const { metadata, status } of (await items('nodes')) as KubernetesNode[]) {
    seen[`labels of ${metadata.name}`] = JSON.stringify(metadata.labels);
    const size = ({ cpu, memory }: { cpu: string; memory: string }) => `${cpu} ${memory}`;
    seen[`size of ${metadata.name}`] = `${size(status.capacity)}, ${size(status.allocatable)}`;
    seen[`kubelet of ${metadata.name}`] = await kubeletOf(containers, metadata.name);
  }
  for (const { kind, metadata, spec, data } of (await items('deployments,services,configmaps')) as KubernetesObject[]) {
    const { labels, annotations } = metadata;
    seen[`${kind} ${metadata.name}`] = JSON.stringify({ labels, annotations, spec, data });
  }
  return seen;
}

/** What there is only before or only after, or is another one, in the order of the alphabet. */
export function changes(before: Seen, after: Seen): string[] {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  const isUnseen = (key: string) => before[key] === UNSEEN || after[key] === UNSEEN;
  return [...all].filter((key) => before[key] !== after[key] && !isUnseen(key)).sort();
}

async function containersOf({ name }: TestCluster): Promise<Inspected[]> {
  const labels = [`io.x-k8s.kind.cluster=${name}`, `cdk8s-kind.proxy-of=${name}`];
  const listed = labels.map((label) => must('docker', ['ps', '--all', '--quiet', '--filter', `label=${label}`]));
  const ids = (await Promise.all(listed)).flatMap((text) => text.split('\n').filter(Boolean));
  if (ids.length === 0) return [];
  const inspected = JSON.parse(await must('docker', ['inspect', ...ids])) as Inspected[];
  return inspected.map((container) => ({ ...container, Name: container.Name.slice(1) }));
}

/** What cannot be looked at, because its node does not run. */
const UNSEEN = '?';

/** When the kubelet of a node was started. */
async function kubeletOf(containers: readonly Inspected[], node: string): Promise<string> {
  const state = containers.find(({ Name }) => Name === node)?.State;
  if (!state?.Running || state.Paused) return UNSEEN;
  return must('docker', ['exec', node, 'systemctl', 'show', 'kubelet', '--property=ActiveEnterTimestampMonotonic']);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Description } from '../../lib/checks/description';
import { feasibilityOf, type Judged } from '../../lib/checks/feasibility/judge';
import { KIND_API_VERSION, type KindConfig } from '../../lib/kind/config';
import { CPU_PATH, capacityCpus, MEMINFO_PATH, type NodeSize, nodeSizeFiles, systemReserved } from '../../lib/kind/node-size';
import type { KubernetesObject } from '../../lib/kubernetes/object';
import { type Manifest, size } from '../checks/described';
import { generateWorkloads } from './generated-workloads';
import { describeWithDocker, must, TestCluster } from './harness';

const COUNT = 240;
const SEED = 6;
/** Workloads that are on the cluster at the same time. */
const TOGETHER = 3;
const IMAGE = 'kindest/node:v1.32.2';
const SETTLED_AFTER_MS = 1500;
const WAIT_MS = 30_000;

const SIZES: readonly (NodeSize | undefined)[] = [undefined, size('1', '2Gi'), size('500m', '1Gi'), size('2', '3Gi')];
const LABELS: readonly Readonly<Record<string, string>>[] = [
  {},
  { disk: 'ssd', cores: '1', 'topology.kubernetes.io/zone': 'a' },
  { 'topology.kubernetes.io/zone': 'b' },
  { disk: 'ssd', cores: '2', 'topology.kubernetes.io/zone': 'b' },
];

interface Pod {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

describeWithDocker('the feasibility check and the real scheduler', () => {
  const cluster = new TestCluster('e2e-scheduler');
  const config = sizedConfig(cluster.folder);

  beforeAll(async () => {
    const file = join(cluster.folder, 'cluster.yaml');
    writeFileSync(file, stringify(config));
    const args = [
      'create',
      'cluster',
      '--name',
      cluster.name,
      '--image',
      IMAGE,
      '--config',
      file,
      '--kubeconfig',
      cluster.kubeconfig,
    ];
    await must('kind', [...args, '--wait', '120s']);
    await cluster.kubectl(['wait', '--for=condition=Ready', 'nodes', '--all', '--timeout=120s']);
    await cluster.kubectl([
      'wait',
      '--for=condition=Available',
      'deployment/coredns',
      '--namespace=kube-system',
      '--timeout=120s',
    ]);
  });
  afterAll(() => cluster.remove());

  test(`no workload of ${COUNT} that is refused was ever scheduled`, async () => {
    const workloads = generateWorkloads(SEED, COUNT);
    const count = new Map<string, number>();
    const wrong: unknown[] = [];
    let crowded = 0;
    for (let i = 0; i < workloads.length; i += TOGETHER) {
      const batch = workloads.slice(i, i + TOGETHER);
      const description = descriptionOf(config, batch);
      const { workloads: judged, clusters } = feasibilityOf(description);
      const scheduled = await observe(cluster, batch);
      for (const of of judged) {
        const observed = outcome(of, scheduled);
        const key = `${of.verdict}, ${observed.all ? 'all scheduled' : 'some Pending'}`;
        count.set(key, (count.get(key) ?? 0) + 1);
        if (of.verdict === 'does-not-fit' && !observed.asProved)
          wrong.push({ workload: of.workload, impossible: of.impossible?.because, observed });
      }
      if (clusters[0]?.crowded !== undefined) {
        crowded += 1;
        const all = clusters[0].crowded.demands.every(
          ({ pod }) => outcome({ workload: pod.workload, pod, verdict: 'depends' }, scheduled).all,
        );
        if (all) wrong.push({ crowded: clusters[0].crowded.demands.map(({ pod }) => pod.workload) });
      }
    }
    process.stdout.write(
      [
        `${COUNT} generated workloads (seed ${SEED}), ${TOGETHER} at a time, predicted and then applied:`,
        ...[...count].sort().map(([key, times]) => `  ${key}: ${times}`),
        `  batches predicted not to fit together: ${crowded}`,
        `  refused and scheduled all the same: ${wrong.length}`,
        '',
      ].join('\n'),
    );
    expect(wrong).toEqual([]);
    const refused = [...count].filter(([key]) => key.startsWith('does-not-fit')).reduce((sum, [, times]) => sum + times, 0);
    expect(refused).toBeGreaterThan(COUNT / 10);
    expect(count.get('fits, all scheduled')).toBeGreaterThan(COUNT / 10);
  });
});

/** A control plane with the machine's size, and three sized workers, their files in a folder. */
function sizedConfig(folder: string): KindConfig {
  const nodes = SIZES.map((of, index) => {
    if (of === undefined) return { role: 'control-plane' as const };
    const files = join(folder, 'nodes', String(index));
    const cpus = Array.from({ length: capacityCpus(of) }, (_, cpu) => cpu);
    for (const [path, text] of nodeSizeFiles(of, cpus)) {
      mkdirSync(dirname(join(files, path)), { recursive: true });
      writeFileSync(join(files, path), text);
    }
    const reserved = systemReserved(of);
    return {
      role: 'worker' as const,
      labels: LABELS[index] ?? {},
      extraMounts: [
        { hostPath: join(files, 'meminfo'), containerPath: MEMINFO_PATH, readOnly: true },
        { hostPath: join(files, 'cpu'), containerPath: CPU_PATH, readOnly: true },
      ],
      ...(Object.keys(reserved).length > 0 && {
        kubeadmConfigPatches: [stringify({ kind: 'JoinConfiguration', nodeRegistration: { kubeletExtraArgs: reserved } })],
      }),
    };
  });
  return { kind: 'Cluster', apiVersion: KIND_API_VERSION, name: 'e2e-scheduler', nodes };
}

function descriptionOf(config: KindConfig, objects: readonly Manifest[]): Description {
  return {
    clusters: [{ path: 'cluster', config, sizes: SIZES }],
    objects: objects.map((object, index) => ({ path: `object-${index}`, object: object as unknown as KubernetesObject })),
  };
}

/** What became of the pods, by their label `app`, once nothing changes any more; then they are gone. */
async function observe(cluster: TestCluster, batch: readonly Manifest[]): Promise<Map<string, Pod[]>> {
  await cluster.kubectl(
    ['apply', '--filename', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: batch.map(withImages) }),
  );
  const began = performance.now();
  let last = '';
  let since = began;
  let pods: Pod[] = [];
  while (performance.now() - since < SETTLED_AFTER_MS && performance.now() - began < WAIT_MS) {
    pods = (JSON.parse(await cluster.kubectl(['get', 'pods', '--output', 'json'])) as { items: Pod[] }).items;
    const state = JSON.stringify(pods.map((pod) => [pod.metadata.labels?.app, isScheduled(pod)]).sort());
    if (state !== last) [last, since] = [state, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const kinds = 'deployments,statefulsets,replicasets,daemonsets,jobs';
  await cluster.kubectl(['delete', kinds, '--all', '--cascade=background', '--wait=false']);
  for (;;) {
    await cluster.kubectl(['delete', 'pods', '--all', '--force', '--grace-period=0', '--wait=true']);
    if ((await cluster.kubectl(['get', `pods,${kinds}`, '--output', 'name'])).trim() === '') break;
  }
  const byApp = new Map<string, Pod[]>();
  for (const pod of pods) {
    const app = pod.metadata.labels?.app ?? '';
    byApp.set(app, [...(byApp.get(app) ?? []), pod]);
  }
  return byApp;
}

// An image that every node has, and the pods need not run.
function withImages(object: Manifest): Manifest {
  return JSON.parse(
    JSON.stringify(object).replaceAll('"nginx:alpine"', '"registry.k8s.io/pause:3.10","imagePullPolicy":"Never"'),
  ) as Manifest;
}

function isScheduled({ status }: Pod): boolean {
  // The kubelet fails a pod that came while one deleted before was still there; another takes its place.
  if (status?.phase === 'Failed') return false;
  return status?.conditions?.some(({ type, status: holds }) => type === 'PodScheduled' && holds === 'True') ?? false;
}

function outcome({ workload, impossible }: Judged, scheduled: ReadonlyMap<string, Pod[]>) {
  const pods = scheduled.get(workload.name) ?? [];
  const running = pods.filter(isScheduled).length;
  const daemon = workload.kind === 'DaemonSet';
  const wanted = daemon ? pods.filter(({ status }) => status?.phase !== 'Failed').length : workload.replicas;
  const asProved = daemon ? running < wanted : running <= (impossible?.atMost ?? 0);
  return { all: running >= wanted, running, wanted, asProved };
}

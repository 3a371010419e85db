import { apart, type Manifest, spread, workload } from '../checks/described';
import { Random } from '../random';

/** Workloads of all sorts, big and small, picky and not, the same for the same seed; each with a label `app` of its own. */
export function generateWorkloads(seed: number, count: number): Manifest[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => generate(random, `w${String(index).padStart(3, '0')}`));
}

const KINDS = ['Deployment', 'Deployment', 'Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet', 'Job'];
const CPU = [
  undefined,
  '50m',
  '100m',
  '100m',
  '300m',
  '400m',
  '480m',
  '495m',
  '600m',
  '900m',
  '950m',
  '985m',
  '1',
  '1500m',
  '1900m',
  '2',
  '2500m',
];
const MEMORY = [undefined, undefined, '64Mi', '64Mi', '500Mi', '1000Mi', '1Gi', '1900Mi', '2Gi', '2900Mi', '3Gi', '4Gi'];

function generate(random: Random, name: string): Manifest {
  const kind = random.pick(KINDS);
  const count = random.between(1, 5);
  // A list of a few resources: most workloads ask for little, or none would fit beside another.
  const small = random.chance(0.5);
  const requests = {
    ...pair('cpu', random.pick(small ? CPU.slice(0, 5) : CPU)),
    ...pair('memory', random.pick(small ? MEMORY.slice(0, 5) : MEMORY)),
    ...(random.chance(0.03) && { 'example.com/device': '1' }),
  };
  const asLimits = random.chance(0.2) || 'example.com/device' in requests;
  return workload(name, {
    kind,
    ...(!['DaemonSet', 'Job'].includes(kind) && { replicas: count }),
    ...(asLimits ? { limits: requests } : { requests }),
    ...(random.chance(0.15) && { ports: [{ containerPort: 80, hostPort: random.pick([8000, 8001]) }] }),
    pod: { ...placing(random, name), ...starting(random), ...ending(kind) },
    ...(kind === 'StatefulSet' && { spec: { serviceName: name, podManagementPolicy: 'Parallel' } }),
    ...(kind === 'Job' && { spec: { parallelism: count, completions: count } }),
  });
}

/** Where its pods may be. */
function placing(random: Random, name: string): Manifest {
  const selector = random.pick([
    undefined,
    undefined,
    undefined,
    { disk: 'ssd' },
    { disk: 'nvme' },
    { 'topology.kubernetes.io/zone': 'b' },
    { 'example.com/pool': 'a' },
    { 'kubernetes.io/os': 'linux' },
  ]);
  const topologyKey = random.pick(['kubernetes.io/hostname', 'kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
  const shape = random.between(0, 7);
  return {
    ...pair('nodeSelector', selector),
    ...(random.chance(0.15) && { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] }),
    ...(shape === 0 && apart(name, topologyKey)),
    ...([1, 2, 3].includes(shape) &&
      spread(name, {
        topologyKey,
        maxSkew: random.between(1, 2),
        ...pair('minDomains', random.pick([undefined, 2, 3, 4])),
        ...pair('nodeTaintsPolicy', random.pick([undefined, 'Honor', 'Ignore'])),
        ...pair('nodeAffinityPolicy', random.pick([undefined, 'Honor', 'Ignore'])),
      })),
    ...(shape === 4 && { affinity: { nodeAffinity: nodeAffinity(random) } }),
    ...(shape === 5 && random.chance(0.5) && { affinity: { podAffinity: near(name, topologyKey) } }),
  };
}

function nodeAffinity(random: Random): Manifest {
  const expression = random.pick([
    { key: 'disk', operator: 'Exists' },
    { key: 'disk', operator: 'DoesNotExist' },
    { key: 'topology.kubernetes.io/zone', operator: 'NotIn', values: ['a'] },
    { key: 'cores', operator: 'Gt', values: ['1'] },
  ]);
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } };
}

function near(app: string, topologyKey: string): Manifest {
  return { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app } } }] };
}

/** What runs before its containers. */
function starting(random: Random): Manifest {
  if (!random.chance(0.1)) return {};
  const init = {
    name: 'init',
    image: 'registry.k8s.io/pause:3.10',
    resources: { requests: { cpu: random.pick(['200m', '700m', '2100m']) } },
  };
  return { initContainers: [{ ...init, ...(random.chance(0.5) && { restartPolicy: 'Always' }) }] };
}

function ending(kind: string): Manifest {
  return { terminationGracePeriodSeconds: 0, ...(kind === 'Job' && { restartPolicy: 'Never' }) };
}

function pair(key: string, value: unknown): Manifest {
  return value === undefined ? {} : { [key]: value };
}

import type { Description } from '../../lib/checks/description';
import { feasibilityOf } from '../../lib/checks/feasibility/judge';
import { Random } from '../random';
import { canPlace, type TrialNode, type TrialWorkload } from './brute-force';
import { apart, CONTROL_PLANE, described, type Manifest, type SizedNode, spread, WORKER, worker, workload } from './described';

const NODES = [CONTROL_PLANE, worker('1', '2Gi'), worker('1', '2Gi')];

const verdicts = (description: Description) => feasibilityOf(description).workloads.map(({ verdict }) => verdict);
const verdict = (nodes: readonly SizedNode[], ...objects: Manifest[]) => verdicts(described(nodes, objects))[0];
const web = (props: Parameters<typeof workload>[1]) => workload('web', props);

describe('what the description tells for certain', () => {
  test.each([
    ['pods without requests', NODES, web({ replicas: 3 }), 'fits'],
    ['a control plane alone takes pods', [CONTROL_PLANE], web({ replicas: 3 }), 'fits'],
    [
      'a control plane beside workers does not',
      [CONTROL_PLANE, worker('100m')],
      web({ requests: { cpu: '200m' } }),
      'does-not-fit',
    ],
    [
      'a tolerated taint',
      [{ ...CONTROL_PLANE, ...worker('2'), role: 'control-plane' as const }, worker('100m')],
      web({
        requests: { cpu: '500m' },
        pod: { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
      }),
      'fits',
    ],
    [
      'what the static pods of a control plane leave',
      [{ ...CONTROL_PLANE, ...worker('1'), role: 'control-plane' as const }],
      web({ requests: { cpu: '400m' } }),
      'does-not-fit',
    ],
    ['a limit without a request', NODES, web({ limits: { cpu: '2' } }), 'does-not-fit'],
    ['memory', NODES, web({ requests: { memory: '3Gi' } }), 'does-not-fit'],
    ['more than 110 pods for each node', [CONTROL_PLANE, WORKER], web({ replicas: 111 }), 'does-not-fit'],
    ['a nodeName that no node has', NODES, web({ pod: { nodeName: 'kind-worker9' } }), 'does-not-fit'],
    ['a nodeName passes the taint by', NODES, web({ pod: { nodeName: 'kind-control-plane' } }), 'fits'],
    [
      'an init container that asks for more than the others',
      NODES,
      web({ pod: { initContainers: [{ name: 'init', resources: { requests: { cpu: '2' } } }] } }),
      'does-not-fit',
    ],
    ['two replicas apart', NODES, web({ replicas: 2, pod: apart('web') }), 'fits'],
    ['three replicas apart', NODES, web({ replicas: 3, pod: apart('web') }), 'does-not-fit'],
    ['three replicas apart from others', NODES, web({ replicas: 3, pod: apart('db') }), 'fits'],
    ['a DaemonSet on the workers', NODES, web({ kind: 'DaemonSet', requests: { cpu: '500m' } }), 'fits'],
  ] satisfies [string, SizedNode[], Manifest, string][])('%s', (_, nodes, object, expected) => {
    expect(verdict(nodes, object)).toBe(expected);
  });
});

describe('what it does not tell', () => {
  const affinity = {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] },
  };
  test.each([
    ['requests on a node without a size', [CONTROL_PLANE, WORKER], web({ requests: { cpu: '100m' } })],
    ['room that kindnet may take', NODES, web({ replicas: 2, requests: { cpu: '950m' } })],
    ['a label that a controller may set', NODES, web({ pod: { nodeSelector: { 'example.com/pool': 'a' } } })],
    ['an architecture', NODES, web({ pod: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } })],
    ['a volume claim', NODES, web({ pod: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] } })],
    ['pod affinity', NODES, web({ pod: { affinity } })],
    ['an extended resource', NODES, web({ limits: { 'nvidia.com/gpu': 1 } })],
    ['an extended resource on every node', NODES, web({ kind: 'DaemonSet', limits: { 'nvidia.com/gpu': 1 } })],
    ['a scheduling gate', NODES, web({ pod: { schedulingGates: [{ name: 'wait' }] } })],
    ['another scheduler', NODES, web({ requests: { cpu: '2' }, pod: { schedulerName: 'mine' } })],
    ['huge pages of the machine', NODES, web({ limits: { 'hugepages-2Mi': '4Mi' } })],
    [
      'more pods of a Job than fit at the same time',
      NODES,
      web({ kind: 'Job', spec: { parallelism: 5 }, requests: { cpu: '600m' } }),
    ],
  ] satisfies [string, SizedNode[], Manifest][])('%s', (_, nodes, object) => {
    expect(verdict(nodes, object)).toBe('depends');
  });

  test('the pods of a Job that is suspended', () => {
    expect(verdicts(described(NODES, [web({ kind: 'Job', spec: { suspend: true }, requests: { cpu: '9' } })]))).toEqual([]);
  });

  test('replicas that an autoscaler changes', () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
    };
    const many = web({ replicas: 9, requests: { cpu: '600m' } });
    expect(verdict(NODES, many)).toBe('does-not-fit');
    expect(verdict(NODES, many, scaler)).toBe('depends');
  });

  test.each([
    ['taints', 'kind: InitConfiguration\nnodeRegistration: {taints: []}', web({ replicas: 3, pod: apart('web') })],
    [
      'node labels',
      'kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {node-labels: disktype=ssd}}',
      web({ pod: { nodeSelector: { disktype: 'ssd' } } }),
    ],
    ['the number of pods', 'kind: KubeletConfiguration\nmaxPods: 500', web({ replicas: 300 })],
    ['the scheduler', 'kind: ClusterConfiguration\nscheduler: {}', web({ replicas: 3, requests: { cpu: '900m' } })],
  ])('%s that a kubeadm patch sets', (_, patch, object) => {
    expect(verdicts(described(NODES, [object]))).toEqual(['does-not-fit']);
    expect(verdicts(described(NODES, [object], { kubeadmConfigPatches: [patch] }))).toEqual(['depends']);
  });

  test('pods that others make may even out a spread', () => {
    const three = web({ replicas: 3, pod: spread('web') });
    const other = workload('other', { kind: 'DaemonSet', labels: { app: 'web' } });
    expect(verdict(NODES, three)).toBe('does-not-fit');
    expect(verdict(NODES, three, other)).not.toBe('does-not-fit');
  });

  test('nodes that are not ready do not count for a spread with nodeTaintsPolicy Honor', () => {
    const unequal = [CONTROL_PLANE, worker('200m'), worker('4')];
    const six = { replicas: 6, requests: { cpu: '200m' } };
    expect(verdict(unequal, web({ ...six, pod: spread('web', { nodeTaintsPolicy: 'Honor' }) }))).toBe('depends');
    expect(verdict(unequal, web({ ...six, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 2 }) }))).toBe(
      'does-not-fit',
    );
  });

  test('of several clusters one is enough', () => {
    const [small] = described(NODES).clusters;
    const big = described([CONTROL_PLANE, worker('4', '8Gi')], [web({ requests: { cpu: '2' } })]);
    expect(verdicts({ ...big, clusters: [...(small === undefined ? [] : [small]), ...big.clusters] })).toEqual(['fits']);
  });
});

// Sizes in units of 100m, so that floating point has no part in it.
function trial(random: Random): { nodes: TrialNode[]; workloads: TrialWorkload[] } {
  const workers = random.between(1, 3);
  const node = (name: string, tainted: boolean): TrialNode => {
    const labels: Record<string, string> = random.chance(0.5) ? { disk: 'ssd' } : {};
    return { name, tainted, cpu: random.between(tainted ? 8 : 2, 10), labels };
  };
  const nodes = [node('kind-control-plane', true)];
  for (let i = 1; i <= workers; i += 1) nodes.push(node(i === 1 ? 'kind-worker' : `kind-worker${i}`, false));
  const workloads = Array.from({ length: random.between(1, 3) }, (_, index): TrialWorkload => {
    const shape = random.between(0, 3);
    return {
      name: `w${index}`,
      replicas: random.between(1, 3),
      cpu: random.between(0, 8),
      tolerant: random.chance(0.3),
      apart: shape === 1,
      hostPort: random.chance(0.2),
      ...(random.chance(0.3) && { selector: { disk: 'ssd' } }),
      ...(shape > 1 && {
        spread: { maxSkew: random.between(1, 2), minDomains: random.between(1, 3), honor: random.chance(0.5) },
      }),
    };
  });
  return { nodes, workloads };
}

function describeTrial(nodes: readonly TrialNode[], workloads: readonly TrialWorkload[]): Description {
  return described(
    nodes.map(({ tainted, cpu, labels }) => ({
      ...worker(`${cpu * 100}m`),
      role: tainted ? ('control-plane' as const) : ('worker' as const),
      labels,
    })),
    workloads.map(({ name, replicas, cpu, tolerant, selector, apart: alone, hostPort, spread: even }) =>
      workload(name, {
        replicas,
        requests: { cpu: `${cpu * 100}m` },
        ports: hostPort ? [{ containerPort: 80, hostPort: 80 }] : [],
        pod: {
          ...(tolerant && { tolerations: [{ operator: 'Exists' }] }),
          ...(selector && { nodeSelector: selector }),
          ...(alone && apart(name)),
          ...(even &&
            spread(name, {
              maxSkew: even.maxSkew,
              minDomains: even.minDomains,
              nodeTaintsPolicy: even.honor ? 'Honor' : 'Ignore',
            })),
        },
      }),
    ),
  );
}

test('nothing is refused that some order of the pods has a place for', () => {
  const random = new Random(1);
  const count = { refused: 0, crowded: 0, impossible: 0, fits: 0 };
  for (let i = 0; i < 600; i += 1) {
    const { nodes, workloads } = trial(random);
    const description = describeTrial(nodes, workloads);
    const { clusters, workloads: judged } = feasibilityOf(description);
    // kubeadm's static pods are on the control plane before.
    const left = nodes.map((node) => (node.tainted ? { ...node, cpu: node.cpu - 6.5 } : node));
    judged.forEach(({ verdict: found }, index) => {
      const only = workloads.slice(index, index + 1);
      const possible = canPlace(only, left);
      if (!possible) count.impossible += 1;
      if (found === 'fits') count.fits += 1;
      if (found === 'does-not-fit') {
        count.refused += 1;
        expect({ found, possible, nodes, only }).toMatchObject({ possible: false });
      }
      if (found === 'fits') expect({ found, possible, nodes, only }).toMatchObject({ possible: true });
    });
    if (clusters[0]?.crowded !== undefined) {
      count.crowded += 1;
      const rest = workloads.filter((_, index) => judged[index]?.verdict !== 'does-not-fit');
      expect({ possible: canPlace(rest, left), nodes, rest }).toMatchObject({ possible: false });
    }
  }
  // And it is not the silence of a check that never refuses.
  expect(count.refused / count.impossible).toBeGreaterThan(0.9);
  expect(count.crowded).toBeGreaterThan(20);
  expect(count.fits).toBeGreaterThan(100);
});

import type { Check, Report, ReportNode, ReportPod } from '../../../lib/runner/report/report';
import { summarize } from '../../../lib/runner/report/report';

const GI = 2 ** 30;
const MI = 2 ** 20;

export function pod(name: string, more: Partial<ReportPod> = {}): ReportPod {
  return { namespace: 'default', name, ready: true, state: 'Running', owner: 'Deployment nginx-deployment', ...more };
}

export function node(name: string, pods: readonly ReportPod[], more: Partial<ReportNode> = {}): ReportNode {
  const own = pods.filter(({ namespace }) => namespace !== 'kube-system').length;
  return {
    name,
    role: 'worker',
    ready: true,
    unschedulable: false,
    version: 'v1.32.2',
    sized: true,
    cpu: { capacity: 1000, allocatable: 1000, requested: 100 + own * 100, used: 14 + own * 9 },
    memory: { capacity: 2 * GI, allocatable: 2 * GI, requested: (50 + own * 128) * MI, used: (121 + own * 11) * MI },
    pods,
    ...more,
  };
}

export function check(id: Check['id'], subject: string, expected: string, observed: string, more: Partial<Check> = {}): Check {
  return { id, subject, status: 'passed', expected, observed, durationMs: 12, ...more };
}

const system = (name: string) => pod(name, { namespace: 'kube-system', owner: 'DaemonSet kube-proxy' });
const controlPlane = node(
  'kind-control-plane',
  ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy-x2x9k', 'kindnet-8mrbs'].map(system),
  {
    role: 'control-plane',
    sized: false,
    cpu: { capacity: 8000, allocatable: 8000, requested: 850, used: 212 },
    memory: { capacity: 16 * GI, allocatable: 16 * GI, requested: 290 * MI, used: 913 * MI },
  },
);
const POD_NAMES = ['x7k2p', 'm4qzt', '9vbhd'].map((suffix) => `nginx-deployment-6d4cf56db6-${suffix}`) as [
  string,
  string,
  string,
];
const DEPLOYMENT = 'Deployment default/nginx-deployment';
const SERVICE = 'Service default/nginx-nodeport';

function report(more: Partial<Report>): Report {
  const checks = more.checks ?? [];
  return {
    version: 1,
    command: 'up',
    startedAt: '2025-03-12T10:04:05.123Z',
    durationMs: 52_300,
    services: [],
    checks,
    urls: ['http://localhost:30080'],
    versions: { kind: 'v0.27.0', kubectl: 'v1.32.2', docker: '27.5.1' },
    actions: [
      'created cluster kind with 3 nodes',
      'loaded image nginx:alpine into 2 nodes',
      'created Deployment default/nginx-deployment',
      'created Service default/nginx-nodeport',
    ],
    steps: [
      { title: 'Write dist/', status: 'done', startMs: 0, durationMs: 640 },
      { title: 'Create cluster kind', status: 'done', startMs: 700, durationMs: 34_100 },
      { title: 'Load images', status: 'done', startMs: 34_800, durationMs: 6200 },
      { title: 'Wait for 3 nodes', status: 'done', startMs: 41_000, durationMs: 2300 },
      { title: 'Apply', status: 'done', startMs: 43_300, durationMs: 900 },
      { title: 'Wait for the rollout', status: 'done', startMs: 44_200, durationMs: 6900 },
      { title: 'Verify', status: 'done', startMs: 51_100, durationMs: 1200 },
    ],
    summary: summarize(checks),
    ...more,
  };
}

function nginx(onNodes: readonly (readonly string[])[], unscheduled: readonly ReportPod[], checks: readonly Check[]): Report {
  const nodes = [
    controlPlane,
    ...onNodes.map((names, i) =>
      node(i === 0 ? 'kind-worker' : `kind-worker${i + 1}`, [...names.map((name) => pod(name)), system('kube-proxy-m')]),
    ),
  ];
  return report({
    cluster: { name: 'kind', context: 'kind-kind', kubernetes: 'v1.32.2', nodes, ...(unscheduled.length > 0 && { unscheduled }) },
    services: [
      {
        namespace: 'default',
        name: 'nginx-nodeport',
        type: 'NodePort',
        ports: [{ port: 80, nodePort: 30080, host: { address: '127.0.0.1', port: 30080, node: 'kind-control-plane' } }],
        pods: onNodes.flat().map((name) => `default/${name}`),
      },
    ],
    checks,
    summary: summarize(checks),
  });
}

const nodeChecks = [
  ...['kind-control-plane', 'kind-worker', 'kind-worker2'].map((name) =>
    check(
      'nodes-ready',
      `Node ${name}`,
      `Ready, ${name.includes('control') ? 'control-plane' : 'worker'}, v1.32.2`,
      `Ready, ${name.includes('control') ? 'control-plane' : 'worker'}, v1.32.2`,
    ),
  ),
  ...['kind-worker', 'kind-worker2'].map((name) =>
    check('node-size', `Node ${name}`, 'Allocatable 1 CPU and 2Gi', 'Allocatable 1 CPU and 2Gi'),
  ),
];
const rollout = check('rollout', DEPLOYMENT, '3 of 3 replicas updated and available', '3 of 3 replicas updated and available');
const spread = check(
  'spread',
  DEPLOYMENT,
  'at most 1 pod more on one node than on another (maxSkew 1 over kubernetes.io/hostname)',
  '2 on kind-worker, 1 on kind-worker2',
);
const endpoints = check('endpoints', SERVICE, '3 ready endpoints', '3 ready endpoints');
const answers = POD_NAMES.map((name) =>
  check('pod-answers', `Pod default/${name}`, 'status 200', 'status 200', { durationMs: 140 }),
);
const reachable = check(
  'reachable',
  SERVICE,
  'status 200 from http://localhost:30080',
  'status 200 from http://localhost:30080',
  {
    durationMs: 31,
  },
);

export const allWell = nginx(
  [[POD_NAMES[0], POD_NAMES[1]], [POD_NAMES[2]]],
  [],
  [...nodeChecks, rollout, spread, endpoints, ...answers, reachable],
);

const PENDING_WORDS =
  '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu.';
const pending = nginx(
  [[POD_NAMES[0]], [POD_NAMES[1]]],
  [pod(POD_NAMES[2], { ready: false, state: 'Pending' })],
  [
    ...nodeChecks,
    {
      ...rollout,
      status: 'failed',
      observed: '2 of 3 replicas available; 1 pod Pending',
      hint: 'Make the workers bigger or ask for less: the pod requests 600m CPU:\nkubectl --context kind-kind describe pod -l app=nginx',
      diagnosis: [
        `Pod default/${POD_NAMES[2]} is Pending: ${PENDING_WORDS}`,
        'kind-worker has 300m CPU left of 1',
        'kind-worker2 has 300m CPU left of 1',
      ],
    },
    { ...spread, observed: '1 on kind-worker, 1 on kind-worker2' },
    { ...endpoints, expected: '2 ready endpoints', observed: '2 ready endpoints' },
    ...answers.slice(0, 2),
    {
      ...reachable,
      status: 'skipped',
      observed: 'rollout failed before it',
      hint: 'It runs as soon as the rollout is complete.',
    },
  ],
);

export const badSpread = nginx(
  [POD_NAMES, []],
  [],
  [
    ...nodeChecks,
    rollout,
    {
      ...spread,
      status: 'failed',
      observed: '3 on kind-worker, 0 on kind-worker2: 3 more than on the emptiest node',
      hint: 'A constraint holds for pods when they are scheduled. Schedule them again:\nkubectl --context kind-kind rollout restart deployment/nginx-deployment',
      diagnosis: [
        'kind-worker2 became Ready 12 s after the pods were scheduled',
        'the constraint has no minDomains, so one Ready worker was enough',
      ],
    },
    endpoints,
    ...answers,
    reachable,
  ],
);

/** As for a user who may list nodes and nothing else. */
export const notAllReadable = nginx(
  [],
  [],
  [
    ...nodeChecks,
    {
      ...rollout,
      status: 'skipped',
      unknown: true,
      observed: 'Error from server (Forbidden): deployments.apps is forbidden: User "u" cannot list resource "deployments"',
    },
    { ...reachable, status: 'skipped', observed: 'it says that it is not for the host' },
  ],
);

export const podPending: Report = { ...pending, urls: [] };

/** 60 nodes with 600 pods, two of them broken, and one node that is not ready. */
export function many(): Report {
  const nodes = Array.from({ length: 60 }, (_, n) => {
    if (n < 3) return { ...controlPlane, name: `big-control-plane${n === 0 ? '' : n + 1}` };
    const pods = Array.from({ length: n < 45 ? 11 : 9 }, (_, p) =>
      pod(`web-${n}-${p}`, {
        owner: 'Deployment web',
        ...(n === 17 && p === 4 && { ready: false, state: 'CrashLoopBackOff' }),
        ...(n === 29 && p === 0 && { ready: false, state: 'ImagePullBackOff' }),
      }),
    );
    const name = `big-worker${n === 3 ? '' : n - 2}`;
    return node(name, pods, {
      cpu: { capacity: 2000, allocatable: 2000, requested: 100 + pods.length * ((n * 37) % 160), used: (n * 53) % 900 },
      memory: {
        capacity: 4 * GI,
        allocatable: 4 * GI,
        requested: pods.length * ((n * 29) % 370) * MI,
        used: ((n * 71) % 2000) * MI,
      },
      ready: n !== 40,
    });
  });
  const checks: Check[] = [
    ...nodes.map(
      ({ name, ready }): Check =>
        check(
          'nodes-ready',
          `Node ${name}`,
          'Ready, v1.32.2',
          ready ? 'Ready, v1.32.2' : 'NotReady: Kubelet stopped posting node status.',
          {
            status: ready ? 'passed' : 'failed',
            ...(!ready && { hint: `See why:\ndocker logs ${name}` }),
          },
        ),
    ),
    check('rollout', 'Deployment default/web', '597 of 597 replicas available', '595 of 597 replicas available', {
      status: 'failed',
      hint: 'See the last log lines below.',
      diagnosis: [
        'Pod default/web-17-4 is in CrashLoopBackOff, exit code 1, last log lines:',
        '  panic: runtime error: index out of range [3] with length 3',
      ],
    }),
    check('reachable', 'Service default/web', 'status 200 from http://localhost:30080', 'status 200 from http://localhost:30080'),
  ];
  return report({
    command: 'verify',
    cluster: { name: 'big', context: 'kind-big', kubernetes: 'v1.32.2', nodes },
    services: [
      {
        namespace: 'default',
        name: 'web',
        type: 'NodePort',
        ports: [{ port: 80, nodePort: 30080, host: { address: '0.0.0.0', port: 30080, node: 'big-control-plane' } }],
        pods: nodes.flatMap(({ pods }) =>
          pods.filter(({ namespace, ready }) => namespace === 'default' && ready).map(({ name }) => `default/${name}`),
        ),
      },
    ],
    checks,
    actions: [],
    steps: [{ title: 'Verify', status: 'failed', startMs: 0, durationMs: 4200 }],
    durationMs: 4200,
    summary: summarize(checks),
  });
}

export const interrupted = report({
  ended: 'interrupted by SIGINT',
  durationMs: 21_000,
  urls: [],
  actions: ['deleted cluster kind, which was half made'],
  steps: [
    { title: 'Write dist/', status: 'done', startMs: 0, durationMs: 640 },
    { title: 'Create cluster kind', status: 'interrupted', startMs: 700, durationMs: 20_300 },
  ],
});

export const NASTY = [
  `<script>alert("it's & 'that'")</script>`,
  '🐳👩‍👩‍👧‍👦漢字',
  'x'.repeat(253),
  '\u001b[31mred\u001b[0m\u0000\u0007\u0008\u009b31m\r\nnext ]]> line\u202e\ud800\uffff',
] as const;

/** Every text of a report replaced by nasty ones. */
export function nasty(): Report {
  let next = 0;
  const text = () => NASTY[next++ % NASTY.length] ?? '';
  const nodes = NASTY.map((name) =>
    node(name, [pod(text(), { state: text(), ready: false, owner: text() }), pod(text(), { namespace: text() })]),
  );
  const checks = NASTY.map((name, i) =>
    check('rollout', name, text(), text(), { status: i === 0 ? 'skipped' : 'failed', hint: text(), diagnosis: [text(), text()] }),
  );
  return report({
    cluster: {
      name: NASTY[0],
      context: text(),
      kubernetes: text(),
      nodes,
      unscheduled: [pod(text(), { ready: false, state: text() })],
    },
    services: NASTY.map((name) => ({
      namespace: text(),
      name,
      type: text(),
      ports: [{ port: 80, nodePort: 30080, host: { address: text(), port: 1, node: text() } }],
      pods: [text()],
    })),
    checks,
    urls: ['javascript:alert(1)', `http://localhost/?a=1&b='2'`],
    versions: { [NASTY[0]]: NASTY[3] },
    actions: [...NASTY],
    steps: NASTY.map((title, i) => ({ title, status: 'done', startMs: i * 10, durationMs: 10 })),
    ended: NASTY[3],
    summary: summarize(checks),
  });
}

export const samples = (): Record<string, Report> => ({
  allWell,
  podPending,
  notAllReadable,
  badSpread,
  many: many(),
  interrupted,
  nasty: nasty(),
});

import { apart, CONTROL_PLANE, described, type Manifest, type Row, spread, WORKER, worker, workload } from '../described';

const NODES = [CONTROL_PLANE, worker('1', '2Gi'), worker('1', '2Gi')];
const alone = (props: Parameters<typeof workload>[1], nodes = NODES) => described(nodes, [workload('web', props)]);
const requests = (cpu: string) => ({ requests: { cpu } });

export const WORKLOAD_ROWS: readonly Row[] = [
  {
    rule: 'workload-containers',
    breaks: alone({ pod: { containers: [] } }),
    message: 'web: the pods of this Deployment have no container.',
    near: alone({}),
  },
  {
    rule: 'workload-selector',
    breaks: alone({ spec: { selector: { matchLabels: { app: 'wbe' } } } }),
    message: 'web: the selector of this Deployment does not match the labels of its own pod template, {"app":"web"}.',
    near: alone({ spec: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } }),
  },
  {
    rule: 'workload-selector',
    breaks: alone({ kind: 'StatefulSet', spec: { selector: undefined } }),
    message: 'web: this StatefulSet has no selector.',
    near: alone({ kind: 'Job', spec: { selector: undefined } }),
  },
  {
    rule: 'quantities',
    breaks: alone({ requests: { memory: '128MB' } }),
    message: 'web: container main has requests of memory "128MB", which is no quantity.',
    near: alone({ requests: { memory: '128M' } }),
  },
  {
    rule: 'quantities',
    breaks: alone({ limits: { cpu: '-1' } }),
    message: 'web: container main has limits of cpu "-1", which is no quantity.',
    near: alone({ limits: { cpu: 1 } }),
  },
  {
    rule: 'quantities',
    severity: 'warning',
    breaks: alone({ requests: { memory: '128m' } }),
    message: 'web: container main has requests of memory "128m": m is for thousandths of a byte.',
    near: alone({ requests: { cpu: '128m' } }),
  },
  {
    rule: 'requests-within-limits',
    breaks: alone({ requests: { cpu: '300m' }, limits: { cpu: '200m' } }),
    message: 'web: container main requests 300m of cpu, more than its limit of 200m.',
    near: alone({ requests: { cpu: '200m' }, limits: { cpu: 0.2 } }),
  },
  {
    rule: 'requests-within-limits',
    breaks: alone({ requests: { 'example.com/gpu': 1 } }),
    message: 'web: container main requests 1 of example.com/gpu and has no limit of it, and an extended resource needs one.',
    near: alone({ requests: { 'example.com/gpu': 1 }, limits: { 'example.com/gpu': 1 } }),
  },
  {
    rule: 'node-label-selected',
    severity: 'warning',
    breaks: alone({ pod: { nodeSelector: { 'topology.kubernetes.io/zone': 'a' } } }),
    message: 'web: its pods need a node with the label topology.kubernetes.io/zone, and no node has it.',
    near: alone({ pod: { nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } } }),
  },
  {
    rule: 'pod-fits',
    breaks: alone(requests('1500m')),
    message:
      'web: a pod (it requests 1500m CPU) fits on no node: kind-control-plane has the taint node-role.kubernetes.io/control-plane:NoSchedule; ' +
      'kind-worker has 1 CPU for pods; kind-worker2 has 1 CPU for pods.',
    near: alone(requests('1')),
  },
  {
    rule: 'pod-fits',
    breaks: alone({ pod: { nodeSelector: { disktype: 'ssd' } } }, [CONTROL_PLANE, WORKER]),
    message:
      'web: a pod (it requests nothing) fits on no node: kind-control-plane has the taint node-role.kubernetes.io/control-plane:NoSchedule; ' +
      'kind-worker has not the labels that they need.',
    near: alone({ pod: { nodeSelector: { disktype: 'ssd' } } }, [CONTROL_PLANE, { ...WORKER, labels: { disktype: 'ssd' } }]),
  },
  {
    rule: 'pod-fits',
    breaks: alone({ kind: 'DaemonSet', ...requests('600m') }, [CONTROL_PLANE, worker('1'), worker('500m')]),
    message: 'web: a pod (it requests 600m CPU) does not fit on every node that it is for: kind-worker2 has 500m CPU for pods.',
    near: alone({ kind: 'DaemonSet', ...requests('500m') }, [CONTROL_PLANE, worker('1'), worker('500m')]),
  },
  {
    rule: 'replicas-fit',
    breaks: alone({ replicas: 3, ...requests('600m') }),
    message: 'web: there is room for 2 of its 3 pods (each requests 600m CPU) on kind-worker and kind-worker2.',
    near: alone({ replicas: 2, ...requests('600m') }),
  },
  {
    rule: 'replicas-fit',
    breaks: autoscaled(3),
    message: 'web: there is room for 2 of its 3 pods (each requests 600m CPU) on kind-worker and kind-worker2.',
    near: autoscaled(2),
  },
  {
    rule: 'host-port-fits',
    breaks: alone({ replicas: 3, ports: [{ containerPort: 80, hostPort: 80 }] }),
    message: 'web: its 3 pods want host port 80 of a node each, and kind-worker and kind-worker2 have room for 2.',
    near: alone({ replicas: 2, ports: [{ containerPort: 80, hostPort: 80 }] }),
  },
  {
    rule: 'anti-affinity-fits',
    breaks: alone({ replicas: 3, pod: apart('web') }),
    message: 'web: its 3 pods may not share a kubernetes.io/hostname, and kind-worker and kind-worker2 have room for 2.',
    near: alone({ replicas: 2, pod: apart('web') }),
  },
  {
    rule: 'spread-fits',
    breaks: alone({ replicas: 3, pod: spread('web') }),
    message: 'web: its spread over kubernetes.io/hostname (maxSkew 1) lets 2 of its 3 pods run on kind-worker and kind-worker2.',
    near: alone({ replicas: 3, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 2 }) }),
  },
  {
    rule: 'spread-fits',
    breaks: alone({ replicas: 3, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 3 }) }),
    message: 'web: its spread over kubernetes.io/hostname (maxSkew 1) lets 2 of its 3 pods run on kind-worker and kind-worker2.',
    near: alone({ replicas: 3, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 3, maxSkew: 2 }) }),
  },
  {
    rule: 'spread-domains',
    severity: 'warning',
    breaks: alone({ replicas: 2, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 3 }) }),
    message: 'web: its spread wants 3 domains of kubernetes.io/hostname (minDomains), and there are 2 for its pods.',
    near: alone({ replicas: 2, pod: spread('web', { nodeTaintsPolicy: 'Honor', minDomains: 2 }) }),
  },
  {
    rule: 'workloads-fit-together',
    breaks: together(['a', '700m'], ['b', '700m'], ['c', '700m']),
    message:
      'kind: 1 × a, 1 × b, and 1 × c request 2100m CPU together, and there are 2 for pods on kind-worker and kind-worker2.',
    near: together(['a', '700m'], ['b', '700m'], ['c', '200m']),
  },
  {
    rule: 'workloads-fit-together',
    breaks: together(['a', '600m'], ['b', '600m'], ['c', '600m']),
    message: 'kind: 1 × a, 1 × b, and 1 × c are 3 pods, and there is room for 2 of their sizes on kind-worker and kind-worker2.',
    near: together(['a', '600m'], ['b', '600m'], ['c', '300m']),
  },
  {
    rule: 'room-uncertain',
    severity: 'warning',
    breaks: alone({ replicas: 1, ...requests('3') }, [CONTROL_PLANE, WORKER]),
    message:
      'web: 1 pod of 1 (each requests 3 CPU) may find no room: kind-worker has no size, and a machine need not have more than 2 CPU and 4Gi.',
    near: alone({ replicas: 1, ...requests('1') }, [CONTROL_PLANE, WORKER]),
  },
  {
    rule: 'room-uncertain',
    severity: 'warning',
    breaks: alone({ kind: 'DaemonSet', limits: { 'nvidia.com/gpu': 1 } }),
    message:
      'web: 2 pods of 2 (each requests nvidia.com/gpu) may find no room: no node has nvidia.com/gpu unless a device plugin brings it.',
    near: alone({ kind: 'DaemonSet', limits: { 'nvidia.com/gpu': 1 }, pod: { nodeSelector: { disktype: 'gpu' } } }),
  },
  {
    rule: 'room-uncertain',
    severity: 'warning',
    breaks: alone({ replicas: 2, ...requests('950m') }),
    message:
      "web: 2 pods of 2 (each requests 950m CPU) may find no room: kind's own pods (kindnet requests 100m and 50Mi on every node) and the other workloads take it.",
    near: alone({ replicas: 2, ...requests('800m') }),
  },
];

function autoscaled(minReplicas: number) {
  const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas: 9 };
  const scaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' }, spec };
  return described(NODES, [workload('web', requests('600m')), scaler]);
}

function together(...workloads: [name: string, cpu: string][]) {
  return described(
    NODES,
    workloads.map(([name, cpu]): Manifest => workload(name, requests(cpu))),
  );
}

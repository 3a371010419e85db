import type { Topology, TopologyNode, TopologyPod } from '../../lib/topology/topology';

export function pod(name: string, more: Partial<TopologyPod> = {}): TopologyPod {
  return { name, state: 'Running', health: 'good', owner: 'Deployment web', system: false, services: ['web'], ...more };
}

export function node(name: string, pods: readonly TopologyPod[], more: Partial<TopologyNode> = {}): TopologyNode {
  return {
    name,
    role: 'worker',
    state: 'Ready',
    broken: false,
    cpu: { size: 1000, requested: 300, used: 30 },
    memory: { size: 2 ** 31, requested: 2 ** 29, used: 123_456_789 },
    pods,
    ...more,
  };
}

export function topology(more: Partial<Topology> = {}): Topology {
  return {
    cluster: 'kind',
    kubernetes: 'v1.32.2',
    routes: [
      {
        host: { address: '127.0.0.1', port: 30080, node: 'cp' },
        nodePort: 30080,
        service: { name: 'web', type: 'NodePort', port: 80 },
      },
    ],
    nodes: [
      node('cp', [pod('etcd-cp', { system: true, services: [] })], { role: 'control-plane' }),
      node('w1', [pod('web-1'), pod('web-2')]),
      node('w2', [pod('web-3')]),
    ],
    unscheduled: [],
    problems: [],
    ...more,
  };
}

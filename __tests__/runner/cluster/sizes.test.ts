import { sizeDifference } from '../../../lib/runner/cluster/sizes';
import type { DeclaredNode } from '../../../lib/runner/declared';
import type { NodeState } from '../../../lib/runner/state/cluster-state';

const GI = 2 ** 30;
const declared: DeclaredNode = {
  name: 'kind-worker',
  role: 'worker',
  node: { role: 'worker' },
  size: { cpuMillis: 1000, memoryBytes: 2 * GI },
};

function node(cpuMillis: number, memoryBytes: number, allocatableCpu = cpuMillis): NodeState {
  const size = { cpuMillis, memoryBytes };
  return {
    name: 'kind-worker',
    role: 'worker',
    labels: {},
    taints: [],
    unschedulable: false,
    ready: true,
    version: 'v1.32.2',
    capacity: size,
    allocatable: { ...size, cpuMillis: allocatableCpu },
    addresses: [],
  };
}

test('a node whose files and kubelet say what is declared does not differ', () => {
  expect(sizeDifference(declared, node(1000, 2 * GI), { cpus: 1, memoryBytes: 2 * GI })).toBeUndefined();
});

test.each([
  ['more memory, which the node sees', node(1000, GI), { cpus: 1, memoryBytes: 2 * GI }, 'restart kubelet'],
  [
    'more memory in a file that was replaced, which the node does not see',
    node(1000, GI),
    { cpus: 1, memoryBytes: GI },
    'restart node',
  ],
  ['another number of CPUs', node(2000, 2 * GI), { cpus: 1, memoryBytes: 2 * GI }, 'restart node'],
  ['another fraction of a CPU', node(1000, 2 * GI, 500), { cpus: 1, memoryBytes: 2 * GI }, 'restart kubelet'],
  ['files that the kubelet has not read again yet', node(1000, 2 * GI), { cpus: 1, memoryBytes: 4 * GI }, 'restart node'],
])('%s takes: %s', (_, state, seen, remedy) => {
  expect(sizeDifference(declared, state, seen)?.remedy).toBe(remedy);
});

test('a size that is still to be written reaches a node that sees its present files', () => {
  const planned = (seen: { cpus: number; memoryBytes: number }) => sizeDifference(declared, node(1000, GI), seen, true)?.remedy;
  expect(planned({ cpus: 1, memoryBytes: GI })).toBe('restart kubelet');
  expect(planned({ cpus: 1, memoryBytes: 4 * GI })).toBe('restart node');
});

test('a node without a declared size never differs in it', () => {
  const { size: _, ...unsized } = declared;
  expect(sizeDifference(unsized, node(8000, 8 * GI), undefined)).toBeUndefined();
});

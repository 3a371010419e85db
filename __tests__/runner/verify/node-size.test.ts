import { nodeSizeFiles } from '../../../lib/kind/node-size';
import { nodeSize, wronglySized } from '../../../lib/runner/verify/node-size';
import type { SizeEvidence } from '../../../lib/runner/verify/size-evidence';
import { declaredNode, declaredOf, rawNode, stateOf } from '../state/builders';

const GI = 2 ** 30;
const host = { status: { capacity: { cpu: '8', memory: '32Gi' }, allocatable: { cpu: '8', memory: '32Gi' } } };
const hostSized = stateOf({ nodes: [rawNode('kind-worker', host)] });
const worker = declaredOf([], [declaredNode('kind-worker')]);
const ours = nodeSizeFiles({ cpuMillis: 1000, memoryBytes: 2 * GI }, [0]).get('meminfo') ?? '';

describe('node-size', () => {
  test('passes for sized nodes and says nothing of the others', () => {
    const checks = nodeSize(declaredOf(), stateOf());
    expect(checks.map(({ subject, status }) => [subject, status])).toEqual([
      ['Node kind-worker', 'passed'],
      ['Node kind-worker2', 'passed'],
    ]);
    expect(checks[0]?.observed).toBe('Capacity and Allocatable 1 CPU and 2Gi');
  });

  test('wants Capacity to be the next whole CPU and Allocatable what was declared', () => {
    const node = declaredNode('kind-worker', { size: { cpuMillis: 500, memoryBytes: 1.5 * GI } });
    const raw = (cpu: string) =>
      stateOf({
        nodes: [
          rawNode('kind-worker', {
            status: { capacity: { cpu: '1', memory: '1536Mi' }, allocatable: { cpu, memory: '1536Mi' } },
          }),
        ],
      });
    expect(nodeSize(declaredOf([], [node]), raw('500m'))).toMatchObject([
      { status: 'passed', expected: 'Capacity 1 CPU and 1536Mi, Allocatable 500m CPU and 1536Mi' },
    ]);
    expect(nodeSize(declaredOf([], [node]), raw('1'))).toMatchObject([{ status: 'failed' }]);
  });

  test("fails for a node that shows the host's size", () => {
    expect(nodeSize(worker, hostSized)).toMatchObject([
      { status: 'failed', observed: 'Capacity and Allocatable 8 CPU and 32Gi' },
    ]);
    expect(wronglySized(worker, hostSized)).toEqual(['kind-worker']);
  });

  test.each<[string, SizeEvidence, RegExp, string]>([
    ['the file was missing', { meminfo: { kind: 'folder' } }, /missing when the node was created/, 'npm run synth'],
    [
      'the file is not visible to Docker',
      { meminfo: { kind: 'file', text: 'MemTotal: 32 kB\nBuffers: 1 kB\n', changedAtMs: 0 }, online: '0-7' },
      /host's own memory/,
      '--recreate',
    ],
    [
      'the kubelet started before it',
      { meminfo: { kind: 'file', text: ours, changedAtMs: 2000 }, online: '0', kubeletStartedAtMs: 1000 },
      /kubelet started before/,
      'docker exec kind-worker systemctl restart kubelet',
    ],
    [
      'the node sees a former file',
      { meminfo: { kind: 'file', text: ours.replaceAll('2097152', '1048576'), changedAtMs: 0 }, online: '0' },
      /another size \(1048576 kB, CPUs: 1\)/,
      'docker restart kind-worker',
    ],
    [
      'its folder was replaced',
      { meminfo: { kind: 'file', text: ours, changedAtMs: 0 } },
      /folder of its CPUs is empty/,
      'docker restart kind-worker',
    ],
  ])('says why: %s', (_, evidence, why, hint) => {
    const [check] = nodeSize(worker, hostSized, new Map([['kind-worker', evidence]]));
    expect(check?.observed).toMatch(why);
    expect(check?.hint).toContain(hint);
  });

  test('is skipped for a node that is not there', () => {
    expect(nodeSize(worker, stateOf({ nodes: [] }))).toMatchObject([{ status: 'skipped' }]);
  });
});

import type { KindNode } from '../../lib/kind/config';
import { capacityCpus, nodeSizeFiles, parseCpuList, parseNodeSize, sizeMounts, systemReserved } from '../../lib/kind/node-size';

const GIBIBYTE = 2 ** 30;

test('meminfo counts kB of 1024 bytes and has the swap that the kubelet asks for', () => {
  const meminfo = nodeSizeFiles({ cpuMillis: 1000, memoryBytes: 2 * GIBIBYTE }, [0]).get('meminfo');
  expect(meminfo).toMatch(/^MemTotal: +2097152 kB$/m);
  expect(meminfo).toMatch(/^SwapTotal: +0 kB$/m);
});

test('the list of CPUs and the folders of CPUs say the same, for kernels with and without NUMA nodes', () => {
  const files = nodeSizeFiles({ cpuMillis: 2000, memoryBytes: GIBIBYTE }, [1, 2]);
  expect(files.get('cpu/online')).toBe('1,2\n');
  const folders = new Set(
    [...files.keys()].map((path) => /^cpu\/(cpu\d+)\//.exec(path)?.[1]).filter((name) => name !== undefined),
  );
  expect([...folders]).toEqual(['cpu1', 'cpu2']);
});

test.each([
  [1000, 1, {}],
  [500, 1, { 'system-reserved': 'cpu=500m' }],
  [1500, 2, { 'system-reserved': 'cpu=500m' }],
  [1, 1, { 'system-reserved': 'cpu=999m' }],
])('%i thousandths of a CPU are %i CPUs of Capacity less %j', (cpuMillis, cpus, reserved) => {
  const size = { cpuMillis, memoryBytes: GIBIBYTE };
  expect(capacityCpus(size)).toBe(cpus);
  expect(systemReserved(size)).toEqual(reserved);
});

test.each([
  ['2000m and 1536Mi', 2000, ''],
  ['1500m and 1536Mi', 1500, 'nodeRegistration: {kubeletExtraArgs: {system-reserved: cpu=500m}}'],
])('the files of a size say that size again: %s', (_, cpuMillis, patch) => {
  const size = { cpuMillis, memoryBytes: 1.5 * GIBIBYTE };
  const files = nodeSizeFiles(size, [0, 1]);
  const node: KindNode = { kubeadmConfigPatches: [`kind: JoinConfiguration\n${patch}`] };
  expect(parseNodeSize(files.get('meminfo') ?? '', files.get('cpu/online') ?? '', node)).toEqual(size);
});

test('memory that a patch reserves is taken away too', () => {
  const files = nodeSizeFiles({ cpuMillis: 1000, memoryBytes: 2 * GIBIBYTE }, [0]);
  const patch = 'kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {system-reserved: "cpu=500m,memory=512Mi"}}';
  const size = parseNodeSize(files.get('meminfo') ?? '', '0', { kubeadmConfigPatches: [patch] });
  expect(size).toEqual({ cpuMillis: 500, memoryBytes: 1.5 * GIBIBYTE });
});

test.each([
  ['', '0'],
  ['MemTotal: many kB', '0'],
  ['MemTotal: 1 kB', 'all'],
])('files that are none of ours have no size: %j, %j', (meminfo, online) => {
  expect(parseNodeSize(meminfo, online, {})).toBeUndefined();
});

test.each([
  ['0', [0]],
  ['0-3\n', [0, 1, 2, 3]],
  ['0,2-4,7', [0, 2, 3, 4, 7]],
  ['', undefined],
  ['0-', undefined],
])("the kernel's list of CPUs %j", (text, cpus) => {
  expect(parseCpuList(text)).toEqual(cpus);
});

test('the mounts of a node say where the files of its size are', () => {
  const node: KindNode = {
    extraMounts: [
      { hostPath: 'dist/kind/nodes/a/meminfo', containerPath: '/proc/meminfo' },
      { hostPath: 'data', containerPath: '/data' },
      { hostPath: 'dist/kind/nodes/a/cpu', containerPath: '/sys/devices/system/cpu' },
    ],
  };
  expect(sizeMounts(node)).toEqual({ meminfo: 'dist/kind/nodes/a/meminfo', cpus: 'dist/kind/nodes/a/cpu' });
  expect(sizeMounts({})).toEqual({});
});

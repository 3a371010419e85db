import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readDist } from '../../lib/runner/dist';
import { UserError } from '../../lib/runner/errors';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const KIND = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nname: demo\nnodes:\n  - role: control-plane\n  - role: worker\n';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dist-test-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

async function refusal(path: string): Promise<UserError> {
  const error: unknown = await readDist(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`no UserError: ${String(error)}`);
  return error;
}

test('reads the manifests that kubectl apply -f reads, in its order, and the kind configuration beside them', async () => {
  const declared = await readDist(
    write({ 'b.yaml': SERVICE, 'a.yml': SERVICE.replace('web', 'api'), 'notes.md': '# no', 'kind/cluster.yaml': KIND }),
  );
  expect(declared.objects.map(({ object }) => object.metadata.name)).toEqual(['api', 'web']);
  expect(declared.cluster?.nodes.map(({ name, role }) => [name, role])).toEqual([
    ['demo-control-plane', 'control-plane'],
    ['demo-worker', 'worker'],
  ]);
});

test('a folder without a kind configuration declares no cluster', async () => {
  expect((await readDist(write({ 'a.yaml': SERVICE }))).cluster).toBeUndefined();
});

test('the items of a List count as objects of their own', async () => {
  const list = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'listed' } }],
  });
  expect((await readDist(write({ 'a.json': list }))).objects[0]?.object.metadata.name).toBe('listed');
});

test('the size of a node is read back from the files that it mounts', async () => {
  const mounts = `    extraMounts:\n      - {hostPath: ${dir}/kind/m, containerPath: /proc/meminfo}\n      - {hostPath: ${dir}/kind/c, containerPath: /sys/devices/system/cpu}\n`;
  write({
    'a.yaml': SERVICE,
    'kind/m': 'MemTotal:       2097152 kB\n',
    'kind/c/online': '0-1\n',
    'kind/cluster.yaml': KIND + mounts,
  });
  expect((await readDist(dir)).cluster?.nodes[1]?.size).toEqual({ cpuMillis: 2000, memoryBytes: 2 * 2 ** 30 });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['broken YAML, with file and line', { 'a.yaml': 'apiVersion: v1\nkind: [Service\n' }, /a\.yaml:3:1 is not YAML/],
  ['no object at all', { 'a.yaml': '---\n' }, /declares nothing/],
  [
    'an object without a kind',
    { 'a.yaml': 'apiVersion: v1\nmetadata: {name: a}\n' },
    /document 1, is not a Kubernetes object: it has no kind/,
  ],
  ['an object without a name', { 'a.yaml': 'apiVersion: v1\nkind: Service\n' }, /it has no metadata\.name/],
  ['a text', { 'a.yaml': 'hello\n' }, /it is the string "hello"/],
  [
    'a kind configuration among the manifests',
    { 'a.yaml': KIND },
    /is a kind configuration, which kubectl apply -f would refuse/,
  ],
  [
    'a Deployment without containers',
    { 'a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: []}}}\n' },
    /Deployment default\/d has no containers/,
  ],
  [
    'the same object twice',
    { 'a.yaml': SERVICE, 'b.yaml': SERVICE },
    /Service default\/web stands in .*a\.yaml and in .*b\.yaml/,
  ],
  [
    'a kind configuration of another version',
    { 'a.yaml': SERVICE, 'kind/cluster.yaml': KIND.replace('v1alpha4', 'v1alpha3') },
    /apiVersion kind\.x-k8s\.io\/v1alpha3/,
  ],
  [
    'two documents in the kind configuration',
    { 'a.yaml': SERVICE, 'kind/cluster.yaml': `${KIND}---\n${KIND}` },
    /holds 2 YAML documents/,
  ],
  [
    'a size file that is not there',
    {
      'a.yaml': SERVICE,
      'kind/cluster.yaml': `${KIND}    extraMounts:\n      - {hostPath: gone/m, containerPath: /proc/meminfo}\n      - {hostPath: gone/c, containerPath: /sys/devices/system/cpu}\n`,
    },
    /gone\/m, which .*cluster\.yaml mounts into demo-worker for its size, is not there/,
  ],
])('refuses %s', async (_, files, message) => {
  const error = await refusal(write(files));
  expect(error.message).toMatch(message);
  expect(error.exitStatus).toBe(2);
  expect(error.hint).toBeDefined();
});

test.each([
  ['a folder that is not there', () => join(dir, 'gone'), /does not exist/],
  ['a file', () => join(write({ 'a.yaml': SERVICE }), 'a.yaml'), /is not a folder/],
])('refuses %s', async (_, path, message) => {
  expect((await refusal(path())).message).toMatch(message);
});

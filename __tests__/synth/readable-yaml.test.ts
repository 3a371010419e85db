import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import { readYamlReadably } from '../../lib/synth/readable-yaml';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'include-'));
const original = Yaml.load;
beforeAll(readYamlReadably);
afterAll(() => {
  Yaml.load = original;
  fs.rmSync(folder, { recursive: true });
});

const load = (text: string) => {
  const file = path.join(folder, 'a.yaml');
  fs.writeFileSync(file, text);
  return Yaml.load(file);
};

test('the documents of a file are read as cdk8s reads them: without empty ones, in YAML 1.1', () => {
  expect(
    load('---\n# nothing\n---\napiVersion: v1\nkind: A\nmode: 0644\n---\n{}\n---\napiVersion: v1\nkind: B\nis: yes\n'),
  ).toEqual([
    { apiVersion: 'v1', kind: 'A', mode: 0o644 },
    { apiVersion: 'v1', kind: 'B', is: true },
  ]);
});

test('a file that is not there is named', () => {
  expect(() => Yaml.load('no/such.yaml')).toThrow('Include: there is no file no/such.yaml.');
  expect(() => Yaml.load(folder)).toThrow(`Include: ${folder} cannot be read: EISDIR`);
});

test.each([
  ['a: [', 'a.yaml is not YAML: '],
  ['apiVersion: v1\nkind: A\n---\nkind: A\n', 'a.yaml, document 2, is not a Kubernetes object: it has no apiVersion.'],
  ['just words', 'a.yaml, document 1, is not a Kubernetes object: it has no apiVersion.'],
])('what is no manifest is told with its file: %j', (text, message) => {
  expect(() => load(text)).toThrow(message);
});

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { requireWritableKubeconfig } from '../../../lib/runner/cluster/kubeconfig';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const required = (...names: string[]) =>
  requireWritableKubeconfig({ KUBECONFIG: names.map((name) => join(folder, name)).join(delimiter), HOME: folder });

describe('a kubeconfig into which kind is going to write', () => {
  test('need not be there, nor its folder', () => {
    expect(() => required()).not.toThrow();
    expect(() => required('deep/in/folders/config')).not.toThrow();
  });

  test('is the first that exists of those that KUBECONFIG names, else the last', () => {
    writeFileSync(join(folder, 'file'), '');
    writeFileSync(join(folder, 'second'), '');
    expect(() => required('file/no-folder', 'second')).not.toThrow();
    expect(() => required('no', 'file/no-folder')).toThrow(/The kubeconfig .*no-folder cannot be written/);
  });

  test('must not be locked by a program that was cut off', () => {
    mkdirSync(join(folder, '.kube'));
    const lock = join(folder, '.kube', 'config.lock');
    writeFileSync(lock, '');
    expect(() => required()).not.toThrow();
    utimesSync(lock, new Date(0), new Date(0));
    expect(() => required()).toThrow(/config\.lock says that another program is writing it/);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { contextName } from '../../../lib/kind/names';
import { describeObject, type KubernetesObject } from '../../../lib/kubernetes/object';
import type { FakeApi } from './fake-api';
import { type FakeMachine, type FakeProgram, failure } from './fake-machine';

export const REFUSED = 'The connection to the server 127.0.0.1:40000 was refused - did you specify the right host or port?';

/** `kubectl`, as far as the runner asks it. One that names no context, and so would speak to the current one, is refused. */
export function fakeKubectl(machine: FakeMachine): FakeProgram {
  return (args, { input }) => {
    const flags = new Map<string, string>();
    const words = [...args];
    while (words[0]?.startsWith('--')) {
      const [name = '', value] = (words.shift() ?? '').split('=');
      flags.set(name, value ?? words.shift() ?? '');
    }
    const line = words.join(' ');
    if (line.startsWith('version --client')) return { stdout: 'gitVersion: v1.32.2' };
    if (line === 'config view --output json') return { stdout: JSON.stringify(viewOf(machine)) };
    if (line.startsWith('config get-contexts')) return { stdout: [...machine.contexts.keys()].join('\n') };
    const context = flags.get('--context');
    if (context === undefined) throw new Error(`kubectl without a context: ${line}`);
    const api = apiOf(machine, context, flags.get('--kubeconfig'));
    if (api === 'unknown') return failure(`error: context "${context}" does not exist`);
    return api === 'silent' ? failure(REFUSED) : answer(api, words, input);
  };
}

function apiOf(machine: FakeMachine, context: string, kubeconfig: string | undefined): FakeApi | 'unknown' | 'silent' {
  if (kubeconfig === undefined) return machine.contexts.get(context) ?? 'unknown';
  const own = /^- name: (\S+)$/m.exec(readFileSync(kubeconfig, 'utf8'))?.[1];
  return own === context ? (machine.api(context.replace(contextName(''), '')) ?? 'silent') : 'unknown';
}

/** kind's clusters are on this machine, whatever else is not. */
function viewOf({ clusters, contexts }: FakeMachine) {
  const names = [...contexts.keys()];
  const server = (name: string) =>
    clusters.has(name.replace('kind-', '')) ? 'https://127.0.0.1:40000' : 'https://10.1.2.3:6443';
  return {
    contexts: names.map((name) => ({ name, context: { cluster: name } })),
    clusters: names.map((name) => ({ name, cluster: { server: server(name) } })),
  };
}

function answer(api: FakeApi, words: readonly string[], input: string | undefined) {
  const line = words.join(' ');
  const path = line.startsWith('get --raw') ? (words[2] ?? '').replace(/\?.*/, '') : undefined;
  if (path === '/readyz') return { stdout: 'ok' };
  if (path === '/version') return { stdout: '{"gitVersion":"v1.32.2"}' };
  if (path?.includes('/proxy'))
    return { stdout: 'Welcome to nginx!', stderr: `GET https://127.0.0.1${path} 200 OK in 3 milliseconds` };
  if (path !== undefined) {
    const items = api.list(path);
    return items === undefined
      ? failure('Error from server (NotFound): the server could not find it')
      : { stdout: JSON.stringify(pageOf(items, new URLSearchParams(words[2]?.split('?')[1]))) };
  }
  switch (words[0]) {
    case 'apply':
      return {
        stdout: objectsAt(words.at(-1) ?? '', input)
          .map((object) => api.apply(object))
          .join('\n'),
      };
    case 'diff':
      return diff(api, objectsAt('-', input));
    case 'get':
      return get(api, words);
    case 'delete': {
      const [, kind = '', name = ''] = words;
      api.objects.delete(`${kind.split('.')[0]} ${words[words.indexOf('--namespace') + 1]}/${name}`);
      return {};
    }
    case 'label': {
      const [key = '', value = ''] = (words.at(-1) ?? '').split('=');
      api.patchNode(words.at(-2) ?? '', { metadata: { labels: { [key]: value } } });
      return {};
    }
    case 'logs':
      return { stdout: 'the last words' };
    default:
      throw new Error(`the fake kubectl does not know: kubectl ${line}`);
  }
}

function pageOf(items: readonly unknown[], query: URLSearchParams) {
  const from = Number(query.get('continue') ?? 0);
  const to = from + Number(query.get('limit') ?? items.length);
  return { items: items.slice(from, to), metadata: to < items.length ? { continue: String(to) } : {} };
}

function get(api: FakeApi, words: readonly string[]) {
  if (words[1] === 'events') return { stdout: '{"items":[{"type":"Warning","reason":"Failed","message":"it failed"}]}' };
  if (words[1] !== 'configmap') throw new Error(`the fake kubectl does not know: kubectl ${words.join(' ')}`);
  const found = api.objects.get(`ConfigMap kube-system/${words[2]}`);
  return { stdout: found === undefined ? '' : JSON.stringify(found) };
}

function diff(api: FakeApi, objects: readonly KubernetesObject[]) {
  const sections = objects.flatMap((object) => {
    const running = api.objects.get(describeObject(object));
    if (JSON.stringify(running) === JSON.stringify(object)) return [];
    const group = object.apiVersion.includes('/') ? object.apiVersion.replace('/', '.').split('.') : [object.apiVersion];
    const file = [...group, object.kind, 'default', object.metadata.name].join('.');
    const hunk = running === undefined ? '@@ -0,0 +1 @@\n+new' : '@@ -1 +1 @@\n-old\n+new';
    return [`diff -u -N /tmp/LIVE-1/${file} /tmp/MERGED-2/${file}\n${hunk}\n`];
  });
  return sections.length === 0 ? {} : { exitCode: 1, stdout: sections.join('') };
}

/** The objects of a folder, or of the standard input where the name is `-`. */
function objectsAt(name: string, input = ''): KubernetesObject[] {
  const texts =
    name === '-'
      ? [input]
      : readdirSync(name)
          .filter((file) => file.endsWith('.yaml'))
          .map((file) => readFileSync(join(name, file), 'utf8'));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject))
    .flatMap((object) => (object as unknown as { items?: KubernetesObject[] }).items ?? [object]);
}

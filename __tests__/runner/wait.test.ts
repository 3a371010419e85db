import type { DeclaredCluster } from '../../lib/runner/declared';
import { UserError } from '../../lib/runner/errors';
import { Kubectl } from '../../lib/runner/kubectl';
import type { Programs, RunResult } from '../../lib/runner/process';
import { ProgramFailed } from '../../lib/runner/process';
import { waitForNodes } from '../../lib/runner/wait';
import { NODES, NOT_READY, rawNode } from './state/builders';

const { signal } = new AbortController();

const CLUSTER: DeclaredCluster = {
  file: 'dist/kind/cluster.yaml',
  name: 'kind',
  config: { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4' },
  nodes: NODES,
};

/** A kubectl that answers in turn, of an API server that is ready; the last answer stays. */
function kubectl(...answers: (Partial<RunResult> | Error)[]): Kubectl {
  const programs: Programs = {
    async run(program, args) {
      if (args.includes('/readyz')) return { exitCode: 0, stdout: 'ok', stderr: '' };
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      const result = { exitCode: 0, stdout: '', stderr: '', ...answer };
      if (result.exitCode !== 0) throw new ProgramFailed(program, args, result);
      return result;
    },
    start() {
      throw new Error('nothing here goes on');
    },
  };
  return new Kubectl(programs, 'kind-kind');
}

function nodes(...items: ReturnType<typeof rawNode>[]): Partial<RunResult> {
  return { stdout: JSON.stringify({ items }) };
}

const THREE = ['kind-control-plane', 'kind-worker', 'kind-worker2'].map((name) => rawNode(name));
const UNREADY = `Error from server (InternalError): an error on the server ("${'[+]ping ok\\n'.repeat(50)}")`;
const REFUSED = { exitCode: 1, stderr: 'The connection to the server 127.0.0.1:6443 was refused' };

function wait(answers: (Partial<RunResult> | Error)[], until?: 'sized') {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const waiting = waitForNodes({ kubectl: kubectl(...answers), timeoutMs: 1, signal, say }, CLUSTER, until);
  return { waiting, said };
}

test('the wait for the nodes ends when all that are declared are Ready', async () => {
  const { waiting, said } = wait([nodes(...THREE)]);
  expect((await waiting).map(({ name }) => name)).toEqual(['kind-control-plane', 'kind-worker', 'kind-worker2']);
  expect(said).toEqual(['']);
});

test('it waits while the API server is not ready yet, whatever it answers to other questions', async () => {
  const asked: string[] = [];
  const programs: Programs = {
    async run(program, args) {
      const path = args.at(-1) ?? '';
      asked.push(path);
      const isEarly = path === '/readyz' && asked.length === 1;
      const result = isEarly
        ? { exitCode: 1, stdout: '', stderr: 'rbac/bootstrap-roles failed' }
        : { exitCode: 0, stderr: '', ...nodes(...THREE) };
      if (isEarly) throw new ProgramFailed(program, args, { stdout: '', ...result });
      return { stdout: '', ...result };
    },
    start() {
      throw new Error('nothing here goes on');
    },
  };
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  await waitForNodes({ kubectl: new Kubectl(programs, 'kind-kind'), timeoutMs: 1, signal, say }, CLUSTER);
  expect(said).toEqual(['rbac/bootstrap-roles failed', '']);
});

test.each<[string, (Partial<RunResult> | Error)[], string]>([
  ['a node that has not joined', [nodes(...THREE.slice(0, 2))], 'kind-worker2 has not joined'],
  [
    'a node that is not Ready',
    [nodes(...THREE.slice(0, 2), rawNode('kind-worker2', NOT_READY))],
    'kind-worker2: Kubelet stopped posting node status.',
  ],
  [
    'an API server that does not answer',
    [REFUSED],
    'The API server of context kind-kind does not answer: The connection to the server 127.0.0.1:6443 was refused',
  ],
  ['an API server that lists all that it is not ready in', [{ exitCode: 1, stderr: UNREADY }], `${UNREADY.slice(0, 99)}…`],
  ['a list that is empty', [nodes()], 'kind-control-plane has not joined'],
])('it says what it waits for, and ends in a failure that shows it: %s', async (_, answers, words) => {
  const { waiting, said } = wait(answers);
  const error = await waiting.then(String, (reason: UserError) => reason);
  expect(error).toMatchObject({ exitStatus: 1, message: expect.stringContaining(words) });
  expect(said.at(-1)).toContain(words);
});

test('after a resize it ends when the kubelet reports the declared size', async () => {
  const small = rawNode('kind-worker', { status: { capacity: { memory: '1Gi' }, allocatable: { memory: '1Gi' } } });
  const others = THREE.filter(({ metadata }) => metadata.name !== 'kind-worker');
  const { waiting, said } = wait([nodes(small, ...others), nodes(...THREE)], 'sized');
  await waiting;
  expect(said).toEqual(['kind-worker does not report its new size yet', '']);
});

test.each([
  ['a kubectl that is missing', new UserError(3, 'kubectl is not on the PATH.'), /not on the PATH/],
  ['a JSON that is cut off', { stdout: '{"items":[' }, /did not write the JSON/],
  ['a context that does not exist', { exitCode: 1, stderr: 'error: context "kind-kind" does not exist' }, /no context kind-kind/],
])('it does not wait for what waiting cannot mend: %s', async (_, answer, words) => {
  const { waiting, said } = wait([answer, nodes(...THREE)]);
  await expect(waiting).rejects.toThrow(words);
  expect(said).toEqual([]);
});

import type { KubernetesObject } from '../../../lib/kubernetes/object';
import { Kubectl } from '../../../lib/runner/kubectl';
import { pathsFor, readState } from '../../../lib/runner/state/read-state';
import { declaredOf, deployment, rawDeployment, rawNode, rawPod, service } from './builders';
import { fakePrograms } from './fake-programs';

const list = (...items: unknown[]) => JSON.stringify({ metadata: {}, items });

function answer(call: string) {
  const path = /--raw (\/[^?\s]*)/.exec(call)?.[1];
  return {
    '/version': '{"gitVersion": "v1.32.2"}',
    '/api/v1/nodes': list(rawNode('kind-worker')),
    '/api/v1/pods': list(rawPod('a', 'kind-worker')),
    '/apis/apps/v1/namespaces/default/deployments': list(rawDeployment()),
    '/apis/apps/v1/namespaces/default/replicasets': list(),
    '/api/v1/namespaces/default/services': list(),
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices': JSON.stringify({ items: null }),
  }[path ?? ''];
}

describe('readState', () => {
  test('reads each resource once, and only kinds and namespaces that are declared', async () => {
    const programs = fakePrograms(answer);
    const state = await readState(new Kubectl(programs, 'kind-kind'), declaredOf());
    expect(programs.calls).toHaveLength(7);
    expect(state).toMatchObject({
      context: 'kind-kind',
      kubernetes: 'v1.32.2',
      nodes: [{ name: 'kind-worker', ready: true }],
      pods: [{ name: 'nginx-deployment-5d9f7c8b6d-a', state: 'Running' }],
      workloads: [{ kind: 'Deployment', name: 'nginx-deployment', replicas: 3 }],
      endpointSlices: [],
    });
  });

  test('remembers what it may not list, and reads the rest', async () => {
    const stderr = 'Error from server (Forbidden): nodes is forbidden';
    const programs = fakePrograms((call) => (call.includes('/nodes') ? { exitCode: 1, stderr } : answer(call)));
    const state = await readState(new Kubectl(programs, 'kind-kind'), declaredOf());
    expect([...state.unread]).toEqual([['nodes', stderr]]);
    expect(state.pods).toHaveLength(1);
  });

  test('an API server that is gone ends it', async () => {
    const programs = fakePrograms((call) =>
      call.includes('/pods') ? { exitCode: 1, stderr: 'Unable to connect to the server: EOF' } : answer(call),
    );
    await expect(readState(new Kubectl(programs, 'kind-kind'), declaredOf())).rejects.toMatchObject({ exitStatus: 3 });
  });

  test('of more than three namespaces it reads one list of all', () => {
    const inNamespace = (namespace: string): KubernetesObject => ({ ...deployment(), metadata: { name: 'x', namespace } });
    const paths = (...namespaces: string[]) =>
      pathsFor('/apis/apps/v1', 'deployments', [...namespaces.map(inNamespace), service()], ['Deployment']);
    expect(paths('a', 'b', 'a')).toEqual(['/apis/apps/v1/namespaces/a/deployments', '/apis/apps/v1/namespaces/b/deployments']);
    expect(paths('a', 'b', 'c', 'd')).toEqual(['/apis/apps/v1/deployments']);
    expect(paths()).toEqual([]);
  });
});

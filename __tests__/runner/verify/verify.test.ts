import { writeFileSync } from 'node:fs';
import { verify } from '../../../lib/runner/verify/verify';
import { CORDONED, declaredOf, rawDeployment, rawNode, rawPod, stateOf, waitingPod } from '../state/builders';
import { fakePrograms } from '../state/fake-programs';

const hostPort = {
  node: 'kind-control-plane',
  containerPort: 30080,
  protocol: 'TCP' as const,
  address: '127.0.0.1',
  port: 30080,
};
const target = { context: 'kind-kind', foreign: false, hostPorts: [hostPort] };

const programs = (lines?: readonly string[]) =>
  fakePrograms((call, args) => {
    if (call.includes('/proxy/')) return { stdout: 'Welcome', stderr: 'GET https://127.0.0.1:1/x 200 OK in 3 milliseconds' };
    if (call.includes('get events')) return '{"items": [{"type": "Warning", "reason": "Failed", "message": "not found"}]}';
    if (!call.startsWith('curl ')) return undefined;
    writeFileSync(args[args.indexOf('--output') + 1] ?? '', 'Welcome');
    return '200';
  }, lines);

const run = (raw: Parameters<typeof stateOf>[0] = {}, to: Partial<typeof target> = {}, lines?: readonly string[]) =>
  verify(declaredOf(), { ...target, ...to }, programs(lines), { state: stateOf(raw), probeForMs: 0 });
const failed = ({ checks }: Awaited<ReturnType<typeof verify>>) =>
  checks.filter(({ status }) => status === 'failed').map(({ id, subject }) => `${id} ${subject}`);

describe('verify', () => {
  test('judges every check of a cluster that is well', async () => {
    const verdict = await run();
    expect(verdict.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      ...Array(3).fill('nodes-ready passed'),
      ...Array(2).fill('node-size passed'),
      'rollout passed',
      'spread passed',
      'endpoints passed',
      'pod-answers passed',
      'reachable passed',
    ]);
    expect(verdict.urls).toEqual(['http://localhost:30080']);
  });

  test('names exactly what broke when all pods sit on one worker because the other was cordoned', async () => {
    const pods = ['a', 'b', 'c'].map((suffix) => rawPod(suffix, 'kind-worker2'));
    const nodes = [rawNode('kind-control-plane'), rawNode('kind-worker', CORDONED), rawNode('kind-worker2')];
    expect(failed(await run({ pods, nodes }))).toEqual(['spread Deployment default/nginx-deployment']);
  });

  test('names exactly what broke when the Deployment was scaled to 0', async () => {
    const deployments = [
      rawDeployment({ spec: { replicas: 0 }, status: { replicas: 0, updatedReplicas: 0, availableReplicas: 0 } }),
    ];
    expect(failed(await run({ pods: [], deployments }))).toEqual([
      'rollout Deployment default/nginx-deployment',
      'endpoints Service default/nginx-nodeport',
    ]);
  });

  test('names exactly what broke when the Service was deleted, though a pod may still answer', async () => {
    expect(failed(await run({ services: [], endpointSlices: [] }))).toEqual([
      'endpoints Service default/nginx-nodeport',
      'reachable Service default/nginx-nodeport',
    ]);
  });

  test('a failed rollout carries what the cluster knows', async () => {
    const deployments = [rawDeployment({ status: { availableReplicas: 0 } })];
    const { checks } = await run({ deployments, pods: [waitingPod('a', 'kind-worker', 'ImagePullBackOff')] });
    expect(checks.find(({ id }) => id === 'rollout')?.diagnosis).toEqual(['Warning Failed: not found']);
  });

  test('goes through a port-forward where nothing maps the port', async () => {
    const verdict = await run({}, { hostPorts: [] }, ['Forwarding from 127.0.0.1:40123 -> 80']);
    expect(verdict.checks.at(-1)).toMatchObject({
      id: 'reachable',
      status: 'passed',
      observed: expect.stringContaining('port-forward'),
    });
    expect(verdict.urls).toEqual([]);
  });
});

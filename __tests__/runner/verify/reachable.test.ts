import type { Answer } from '../../../lib/runner/verify/answer';
import { reachable, reachedUrls } from '../../../lib/runner/verify/reachable';
import { type HostPort, planReachable } from '../../../lib/runner/verify/reachable-plan';
import { declaredNode, declaredOf, NODES, service, stateOf } from '../state/builders';

const mapping: HostPort = {
  node: 'kind-control-plane',
  containerPort: 30080,
  protocol: 'TCP',
  address: '127.0.0.1',
  port: 30080,
};

const plan = (one = service(), hostPorts: readonly HostPort[] = [mapping], foreign = false, nodes = NODES) =>
  planReachable(declaredOf([one], nodes), stateOf(), hostPorts, foreign);

describe('the plan of reachable', () => {
  test('is one curl of the mapped address', () => {
    expect(plan()).toMatchObject([
      {
        subject: 'Service default/nginx-nodeport',
        expect: { path: '/', status: 200 },
        routes: [{ via: 'host', url: 'http://localhost:30080' }],
      },
    ]);
  });

  test.each([
    [{ address: '0.0.0.0', port: 8080 }, 'http://localhost:8080'],
    [{ address: '192.168.1.5', port: 80 }, 'http://192.168.1.5'],
    [{ address: 'fd00::5', port: 80 }, 'http://[fd00::5]'],
  ])('a port mapped at %j is asked at %s', (at, url) => {
    expect(plan(service(), [{ ...mapping, ...at }])[0]?.routes).toEqual([{ via: 'host', url }]);
  });

  test('a port published for IPv4 and IPv6 is asked once, one mapped twice twice', () => {
    const every = [
      { ...mapping, address: '0.0.0.0' },
      { ...mapping, address: '::' },
    ];
    expect(plan(service(), every)).toHaveLength(1);
    expect(plan(service(), [...every, { ...mapping, port: 8080 }]).map(({ subject }) => subject)).toEqual([
      'Service default/nginx-nodeport at localhost:30080',
      'Service default/nginx-nodeport at localhost:8080',
    ]);
  });

  test('asks for the annotated path', () => {
    expect(plan(service({ 'cdk8s-kind/http-path': '/healthz?x=1' }))[0]?.routes).toEqual([
      { via: 'host', url: 'http://localhost:30080/healthz?x=1' },
    ]);
  });

  test('a nodePort that Kubernetes chose is looked up', () => {
    expect(plan(service({}, { nodePort: undefined }))[0]?.routes[0]).toMatchObject({ via: 'host' });
  });

  test('where nothing maps the port it is a port-forward; on a cluster of others first the node itself', () => {
    expect(plan(service(), [])[0]?.routes).toEqual([{ via: 'port-forward', scheme: 'http', path: '/' }]);
    expect(plan(service(), [{ ...mapping, protocol: 'UDP' }])[0]?.routes).toMatchObject([{ via: 'port-forward' }]);
    expect(plan(service(), [], true, [])[0]?.routes).toMatchObject([
      { via: 'node', url: 'http://172.18.0.3:30080', node: 'kind-worker' },
      { via: 'port-forward' },
    ]);
  });

  test.each([
    ['it says that it is not for the host', service({ 'cdk8s-kind/host': 'false' })],
    ['UDP', service({}, { protocol: 'UDP' })],
    ['does not say so (5432)', service({}, { port: 5432 })],
  ])('is skipped because %s', (reason, one) => {
    const [planned] = plan(one);
    expect(planned?.skip).toContain(reason);
    expect(
      reachable(
        declaredOf(),
        stateOf(),
        plan(one).map((each) => ({ planned: each })),
      ),
    ).toMatchObject([{ status: 'skipped' }]);
  });

  test('a Service that is not there is not asked for', () => {
    const [planned] = planReachable(declaredOf([service()], NODES), stateOf({ services: [] }), [mapping], false);
    expect(planned?.routes).toEqual([]);
  });

  test('a Service that is no NodePort is not for the host', () => {
    expect(plan({ ...service(), spec: { ...service().spec, type: 'ClusterIP' } })).toEqual([]);
  });
});

describe('reachable', () => {
  const judge = (answer: Partial<Answer>, one = service(), hostPorts = [mapping], nodes = NODES, state = stateOf()) => {
    const declared = declaredOf([one], nodes);
    const probes = planReachable(declared, state, hostPorts, nodes.length === 0).map((planned) => ({
      planned,
      made: { route: planned.routes.at(-1) ?? { via: 'host' as const, url: '' }, answer: { durationMs: 1, ...answer } },
    }));
    return { check: reachable(declared, state, probes)[0], urls: reachedUrls(probes) };
  };

  test('passes with the expected status and text', () => {
    const one = service({ 'cdk8s-kind/http-body': 'Welcome to nginx!' });
    expect(judge({ status: 200, body: '<h1>Welcome to nginx!</h1>' }, one)).toEqual({
      check: {
        id: 'reachable',
        subject: 'Service default/nginx-nodeport',
        status: 'passed',
        expected: 'curl http://localhost:30080 gets status 200 and "Welcome to nginx!" in the body',
        observed: 'status 200',
      },
      urls: ['http://localhost:30080'],
    });
    expect(judge({ status: 200, body: 'Hello' }, one).check).toMatchObject({
      status: 'failed',
      observed: 'status 200, but a body without "Welcome to nginx!": "Hello"',
    });
  });

  test.each([
    [{ status: 503 }, 'status 503'],
    [{ error: "curl: (7) Couldn't connect to server" }, "curl: (7) Couldn't connect to server"],
  ])('fails with %j', (answer, observed) => {
    const { check, urls } = judge(answer);
    expect(check).toMatchObject({
      status: 'failed',
      observed,
      hint: expect.stringContaining('curl --verbose http://localhost:30080'),
    });
    expect(urls).toEqual([]);
  });

  test('fails for a Service that does not exist, whatever answers there', () => {
    const { check } = judge({ status: 200 }, service(), [mapping], NODES, stateOf({ services: [] }));
    expect(check).toMatchObject({ status: 'failed', observed: 'the Service does not exist' });
  });

  test('through a port-forward says so, and how to get the mapping', () => {
    expect(judge({ status: 200 }, service(), [])).toMatchObject({
      check: {
        status: 'passed',
        observed:
          'status 200 through a port-forward, because no node maps nodePort 30080 to the host; cluster.expose(…) of nginx-nodeport in main.ts and npm run up map it',
      },
      urls: [],
    });
    const mapped = declaredNode('kind-worker', { node: { extraPortMappings: [{ containerPort: 30080, hostPort: 30080 }] } });
    expect(judge({ status: 200 }, service(), [], [mapped]).check?.observed).toMatch(
      /running cluster does not map .* npm run up maps it$/,
    );
    expect(judge({ status: 200 }, service(), [], []).check?.observed).toMatch(
      /no address of a node answers on nodePort 30080 from here$/,
    );
  });
});

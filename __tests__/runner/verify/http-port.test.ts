import { declaredPorts, expectationOf, schemeOf } from '../../../lib/runner/verify/http-port';
import { service } from '../state/builders';

describe('what a port speaks', () => {
  test.each([
    [{}, 'http'],
    [{ port: 443 }, 'https'],
    [{ name: 'https-web', port: 8443 }, 'https'],
    [{ name: 'http', port: 6379, targetPort: 6379 }, 'http'],
    [{ appProtocol: 'HTTPS' }, 'https'],
    [{ appProtocol: 'kubernetes.io/h2c', name: 'http' }, undefined],
    [{ name: 'grpc-api' }, undefined],
    [{ port: 6379, targetPort: 6379 }, undefined],
    [{ port: 80, targetPort: 5432 }, undefined],
    [{ name: 'tcpdump-web' }, 'http'],
    [{ protocol: 'UDP' }, undefined],
  ])('%j speaks %s', (port, scheme) => {
    expect(declaredPorts(service({}, port)).map(schemeOf)).toEqual([scheme]);
  });
});

test('annotations say what a good answer is', () => {
  expect(expectationOf(service())).toEqual({ path: '/', status: 200 });
  const annotations = { 'cdk8s-kind/http-path': 'healthz', 'cdk8s-kind/http-status': '204', 'cdk8s-kind/http-body': 'ok' };
  expect(expectationOf(service(annotations))).toEqual({ path: '/healthz', status: 204, body: 'ok' });
});

import { endpoints } from '../../../lib/runner/verify/endpoints';
import { declaredOf, deployment, endpointSlice, rawPod, service, stateOf, waitingPod } from '../state/builders';

const judge = (raw: Parameters<typeof stateOf>[0] = {}, objects = [deployment(), service()]) =>
  endpoints(declaredOf(objects), stateOf(raw))[0];

describe('endpoints', () => {
  test('passes with a ready endpoint for each ready pod', () => {
    expect(judge()).toEqual({
      id: 'endpoints',
      subject: 'Service default/nginx-nodeport',
      status: 'passed',
      expected: 'a ready endpoint for every ready pod with app=nginx',
      observed: '3 ready endpoints, one for each ready pod',
    });
  });

  test('fails for a Service that was deleted, and names it', () => {
    expect(judge({ services: [], endpointSlices: [] })).toMatchObject({
      subject: 'Service default/nginx-nodeport',
      status: 'failed',
      observed: 'it does not exist',
    });
  });

  test.each([
    ['without an endpoint', [endpointSlice(['pod-a', 'pod-b'])]],
    ['with one that is not ready', [endpointSlice(['pod-a', 'pod-b']), endpointSlice(['pod-c'], false)]],
  ])('fails for a ready pod %s', (_, endpointSlices) => {
    expect(judge({ endpointSlices })).toMatchObject({
      status: 'failed',
      observed: 'no ready endpoint for nginx-deployment-5d9f7c8b6d-c',
    });
  });

  test('takes the slices of a Service together', () => {
    expect(judge({ endpointSlices: [endpointSlice(['pod-a', 'pod-b']), endpointSlice(['pod-c'])] })?.status).toBe('passed');
  });

  test('pods that are not ready or about to go need no endpoint', () => {
    const pods = [
      rawPod('a', 'kind-worker'),
      waitingPod('b', 'kind-worker', 'ContainerCreating'),
      rawPod('c', 'kind-worker2', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
    ];
    expect(judge({ pods, endpointSlices: [endpointSlice(['pod-a'])] })).toMatchObject({
      status: 'passed',
      observed: '1 ready endpoint, one for each ready pod',
    });
  });

  test('fails when pods are promised and none is there or ready', () => {
    expect(judge({ pods: [] })).toMatchObject({ status: 'failed', observed: 'no pod has these labels' });
    expect(judge({ pods: [waitingPod('b', 'kind-worker', 'ErrImagePull')] })?.observed).toBe(
      'none of 1 pod is ready: nginx-deployment-5d9f7c8b6d-b: ErrImagePull on kind-worker',
    );
  });

  test('is skipped when nothing that is declared promises pods', () => {
    expect(judge({ pods: [] }, [service()])).toMatchObject({ status: 'skipped' });
    expect(judge({ pods: [] }, [deployment({ replicas: 0 }), service()])).toMatchObject({ status: 'skipped' });
  });

  test('says nothing of a Service without a selector', () => {
    const bare = { ...service(), spec: { ports: [] } };
    expect(judge({}, [bare])).toBeUndefined();
  });

  test('is skipped when slices may not be listed', () => {
    const unread = new Map([['endpointslices', 'endpointslices is forbidden'] as const]);
    expect(judge({ unread, endpointSlices: [] })).toMatchObject({
      status: 'skipped',
      unknown: true,
      observed: 'endpointslices is forbidden',
    });
  });
});

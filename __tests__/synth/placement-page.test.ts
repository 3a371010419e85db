import type { Description } from '../../lib/checks/description';
import { placementPage } from '../../lib/synth/placement-page';

test('the page shows the nodes, the way from the host and the pods behind it', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const description: Description = {
    clusters: [
      {
        path: 'cluster',
        config: {
          kind: 'Cluster',
          apiVersion: 'kind.x-k8s.io/v1alpha4',
          name: 'demo',
          nodes: [
            { role: 'control-plane', extraPortMappings: [{ containerPort: 30080, hostPort: 8080, listenAddress: '127.0.0.1' }] },
            { role: 'worker' },
          ],
        },
        sizes: [undefined, { cpuMillis: 1000, memoryBytes: 2 ** 31 }],
      },
    ],
    objects: [
      {
        path: 'a',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'web' },
          spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template },
        },
      },
      {
        path: 'b',
        object: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'front' },
          spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30080 }] },
        },
      },
      {
        path: 'c',
        object: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'names' },
          spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 53, nodePort: 30080, protocol: 'UDP' }] },
        },
      },
    ],
  };
  const page = placementPage(description);
  // The mapping is for TCP, and what has the same number for UDP is not behind it.
  expect(page).not.toContain('names');
  for (const shown of ['demo-worker', '8080', 'front', '2 × web']) expect(page).toContain(shown);
});

import { fullReference, nodeHas, runsOn, workloadImages } from '../../../lib/runner/cluster/images';
import type { Declared } from '../../../lib/runner/declared';

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:alpine', 'docker.io/library/nginx:alpine'],
  ['grafana/grafana:11', 'docker.io/grafana/grafana:11'],
  ['ghcr.io/a/b', 'ghcr.io/a/b:latest'],
  ['localhost:5000/a', 'localhost:5000/a:latest'],
  ['localhost/a:1', 'localhost/a:1'],
])('containerd knows %s as %s', (image, reference) => {
  expect(fullReference(image)).toBe(reference);
});

const listed = [
  'REF TYPE DIGEST SIZE',
  'docker.io/library/nginx:alpine application/x sha256:manifest 9.2MiB',
  'docker.io/library/redis:7 application/x sha256:redis 9.2MiB',
  'sha256:config application/x sha256:manifest 9.2MiB',
  'sha256:other application/x sha256:redis 9.2MiB',
].join('\n');

test.each([
  ['Docker’s own store, which names it by its configuration', 'sha256:config', true],
  ['Docker’s containerd store, which names it by its manifest', 'sha256:manifest', true],
  ['an image built anew under the same tag', 'sha256:new', false],
  ['an image that the node has under another name', 'sha256:other', false],
])('%s: %s, %s', (_, id, has) => {
  expect(nodeHas({ name: 'nginx:alpine', id, platform: 'linux/amd64' }, listed)).toBe(has);
});

test('the images of init containers and of all kinds of workloads are loaded, each once', () => {
  const template = { spec: { initContainers: [{ name: 'i', image: 'busybox' }], containers: [{ name: 'c', image: 'nginx' }] } };
  const object = (apiVersion: string, kind: string, spec: Record<string, unknown>) => ({
    file: 'a',
    object: { apiVersion, kind, metadata: { name: kind }, spec },
  });
  const declared: Declared = {
    dir: 'dist',
    manifests: [],
    objects: [
      object('apps/v1', 'Deployment', { template }),
      object('batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }),
      object('v1', 'Pod', { containers: [{ name: 'p', image: 'redis' }] }),
    ],
  };
  expect(workloadImages(declared)).toEqual(['busybox', 'nginx', 'redis']);
});

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/386', 'linux/amd64', true],
  ['linux/arm64', 'linux/amd64', false],
  ['linux/amd64', 'linux/arm64', false],
])('an image for %s runs by itself on nodes that are %s: %s', (platform, nodePlatform, runs) => {
  expect(runsOn({ name: 'a', id: 'b', platform }, nodePlatform)).toBe(runs);
});

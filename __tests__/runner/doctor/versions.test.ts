import { isAtLeast, kubernetesOf, oldestKubectl, parseVersion } from '../../../lib/runner/doctor/versions';

test.each([
  ['kind v0.27.0 go1.24.4 linux/amd64', { major: 0, minor: 27 }],
  ['Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0', { major: 1, minor: 32 }],
  ['20.10.24+dfsg1', { major: 20, minor: 10 }],
  ['curl: no version', undefined],
])('%j tells its version', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test('versions are compared by number, not by letter', () => {
  expect(isAtLeast({ major: 1, minor: 9 }, { major: 1, minor: 31 })).toBe(false);
  expect(isAtLeast({ major: 2, minor: 0 }, { major: 1, minor: 31 })).toBe(true);
  expect(isAtLeast({ major: 1, minor: 31 }, { major: 1, minor: 31 })).toBe(true);
});

test.each([
  ['kindest/node:v1.32.2', { major: 1, minor: 32 }],
  ['localhost:5000/node:v1.30.0@sha256:abc', { major: 1, minor: 30 }],
  ['kindest/node:latest', undefined],
  ['localhost:5000/node', undefined],
])('the node image %s is of its tag’s Kubernetes', (image, version) => {
  expect(kubernetesOf(image)).toEqual(version);
});

test('kubectl may be one minor version older than the cluster', () => {
  expect(oldestKubectl({ major: 1, minor: 32 })).toEqual({ major: 1, minor: 31 });
});

import { minorVersion } from '../../lib/kubernetes/version';

test.each([
  ['kindest/node:v1.32.2', 32],
  ['kindest/node:v1.31.0@sha256:0', 31],
  ['localhost:5001/node:1.30', 30],
  ['kindest/node:latest', undefined],
  ['localhost:1234/node', undefined],
  [undefined, undefined],
])('%s runs 1.%s', (image, minor) => {
  expect(minorVersion(image)).toBe(minor);
});

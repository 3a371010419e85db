import type { Declared } from '../../../lib/runner/declared';
import { describeApplied, leftovers } from '../../../lib/runner/objects/inventory';

const declared: Declared = {
  dir: 'dist',
  manifests: [],
  objects: [{ file: 'a', object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'nginx' } } }],
};

test('what was applied once and is no longer declared is left over', () => {
  const service = { apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'old' };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'nginx' };
  expect(leftovers([deployment, service], declared).map(describeApplied)).toEqual(['Service default/old']);
});

test('another version of the same group is the same object', () => {
  expect(leftovers([{ apiVersion: 'apps/v1beta2', kind: 'Deployment', namespace: 'default', name: 'nginx' }], declared)).toEqual(
    [],
  );
});

test('an object of the same name in another namespace is another one', () => {
  expect(leftovers([{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'other', name: 'nginx' }], declared)).toHaveLength(1);
});

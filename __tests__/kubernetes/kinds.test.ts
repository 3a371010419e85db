import { apiGroup, workloadKind } from '../../lib/kubernetes/kinds';
import { podTemplateOf } from '../../lib/kubernetes/object';

test.each([
  ['apps/v1', 'apps'],
  ['batch.volcano.sh/v1alpha1', 'batch.volcano.sh'],
  ['v1', ''],
  [undefined, ''],
])('the API group of %p is %p', (apiVersion, group) => {
  expect(apiGroup(apiVersion)).toBe(group);
});

test.each([
  ['apps/v1', 'StatefulSet', 'StatefulSet'],
  ['batch/v1', 'Job', 'Job'],
  ['v1', 'Pod', 'Pod'],
  ['v1', 'ReplicationController', 'ReplicationController'],
  ['batch.volcano.sh/v1alpha1', 'Job', undefined],
  ['apps.kruise.io/v1beta1', 'StatefulSet', undefined],
  ['v1', 'toString', undefined],
])('%s %s makes pods as %p', (apiVersion, kind, expected) => {
  expect(workloadKind({ apiVersion, kind })).toBe(expected);
});

test('the pod template is that of a workload of Kubernetes, not of another with its kind', () => {
  const template = { spec: { containers: [{ name: 'a' }] } };
  const job = (apiVersion: string) => ({ apiVersion, kind: 'Job', metadata: { name: 'a' }, spec: { template } });
  expect(podTemplateOf(job('batch/v1'))).toBe(template);
  expect(podTemplateOf(job('batch.volcano.sh/v1alpha1'))).toBeUndefined();
});

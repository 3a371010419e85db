import type { KindConfig, KindNode } from '../../../lib/kind/config';
import { namedNodes } from '../../../lib/kind/names';
import type { PodSpec, Toleration } from '../../../lib/kubernetes/object';
import { imageNodes } from '../../../lib/runner/cluster/image-nodes';
import type { Declared } from '../../../lib/runner/declared';

const EVERYWHERE = ['kind-control-plane', 'kind-worker'];
const WORKERS = ['kind-worker'];

function places(specs: readonly PodSpec[], nodes: readonly KindNode[] = [{ role: 'control-plane' }, { role: 'worker' }]) {
  const config: KindConfig = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4', name: 'kind', nodes };
  const declared: Declared = {
    dir: 'dist',
    manifests: [],
    objects: specs.map((spec, index) => ({
      file: 'a',
      object: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: `d${index}` }, spec: { template: { spec } } },
    })),
    cluster: { file: 'c', name: 'kind', config, nodes: namedNodes(config) },
  };
  return Object.fromEntries(imageNodes(declared));
}
const pod = (image: string, more: PodSpec = {}): PodSpec => ({ containers: [{ name: 'c', image }], ...more });
const tolerating = (toleration: Toleration) => pod('agent', { tolerations: [toleration] });

test.each<[string, PodSpec, readonly string[]]>([
  ['a plain pod goes to the workers', pod('agent'), WORKERS],
  ['one that tolerates everything goes everywhere', tolerating({ operator: 'Exists' }), EVERYWHERE],
  [
    'one that tolerates the control planes’ taint goes everywhere',
    tolerating({ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }),
    EVERYWHERE,
  ],
  ['one that tolerates another taint does not', tolerating({ key: 'gpu', operator: 'Exists' }), WORKERS],
  ['one that names a control plane goes there', pod('agent', { nodeName: 'kind-control-plane' }), EVERYWHERE],
  ['one that names a worker goes to the workers', pod('agent', { nodeName: 'kind-worker' }), WORKERS],
])('%s', (_, spec, nodes) => {
  expect(places([spec])).toEqual({ agent: nodes });
});

test('of two workloads with one image one is enough, and other images are not concerned', () => {
  const tolerations = [{ operator: 'Exists' }];
  expect(places([pod('agent'), pod('agent', { tolerations }), pod('web')])).toEqual({ agent: EVERYWHERE, web: WORKERS });
});

test('without workers, and where a kubeadm patch changes taints, every pod may land on a control plane', () => {
  expect(places([pod('web')], [{ role: 'control-plane' }])).toEqual({ web: ['kind-control-plane'] });
  const patch = 'kind: InitConfiguration\nnodeRegistration:\n  taints: []';
  expect(places([pod('web')], [{ role: 'control-plane', kubeadmConfigPatches: [patch] }, { role: 'worker' }])).toEqual({
    web: EVERYWHERE,
  });
});

import { podTemplateOf, type Taint } from '../../kubernetes/object';
import { untolerated } from '../../kubernetes/tolerations';
import type { Declared, DeclaredCluster } from '../declared';
import { imagesOf, workloadImages } from './images';

/** @see https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane-taint */
const CONTROL_PLANE_TAINT: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/**
 * The images of the declared workloads, each with the nodes on which its pods may land: the workers; the control planes where a pod tolerates
 * their taint or names one of them, where a kubeadm patch changes taints, and where there are no workers.
 */
export function imageNodes(declared: Declared): Map<string, readonly string[]> {
  const { cluster, objects } = declared;
  if (cluster === undefined) return new Map();
  const names = cluster.nodes.map(({ name }) => name);
  const workers = cluster.nodes.filter(({ role }) => role === 'worker').map(({ name }) => name);
  const everywhere = workers.length === 0 || patchesTaints(cluster);
  const onControlPlanes = new Set(
    objects.flatMap(({ object }) => {
      const { nodeName, tolerations, ...spec } = podTemplateOf(object)?.spec ?? {};
      const named = nodeName !== undefined && names.includes(nodeName) && !workers.includes(nodeName);
      return named || untolerated([CONTROL_PLANE_TAINT], tolerations).length === 0 ? imagesOf(spec) : [];
    }),
  );
  return new Map(workloadImages(declared).map((image) => [image, everywhere || onControlPlanes.has(image) ? names : workers]));
}

function patchesTaints({ config }: DeclaredCluster): boolean {
  return [config, ...(config.nodes ?? [])].some(({ kubeadmConfigPatches, kubeadmConfigPatchesJSON6902 }) =>
    /taints/i.test(JSON.stringify([kubeadmConfigPatches, kubeadmConfigPatchesJSON6902])),
  );
}

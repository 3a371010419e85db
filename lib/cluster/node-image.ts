import type { KindClusterProps } from './kind-cluster';

/** The image of the nodes that name none themselves; undefined where kind is to choose. @throws Error where props contradict */
export function imageOf({ image, kubernetesVersion }: KindClusterProps): string | undefined {
  if (kubernetesVersion === undefined) return image;
  if (image !== undefined) {
    throw new Error(
      `KindCluster: image ${image} and kubernetesVersion ${kubernetesVersion} both say which image to use. Give one.`,
    );
  }
  // Also v1.34.0-rc.1, whose image is one that somebody built.
  if (!/^v?\d+\.\d+\.\d+(-[\w.-]+)?$/.test(kubernetesVersion)) {
    throw new Error(
      `KindCluster: kubernetesVersion ${kubernetesVersion} is not a version of Kubernetes. Give for example v1.32.2.`,
    );
  }
  return `kindest/node:v${kubernetesVersion.replace(/^v/, '')}`;
}

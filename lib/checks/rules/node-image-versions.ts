import { clusterName } from '../../kind/names';
import { minorVersion } from '../../kubernetes/version';
import { clusterNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { warning } from '../finding';

/**
 * All nodes of a cluster run one minor version: a kubelet may be older than its API server, never newer, and kubeadm
 * joins control planes of its own minor version only.
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export const nodeImageVersions: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => {
    const nodes = clusterNodes(cluster).flatMap(({ name, node: { image } }) => {
      const minor = minorVersion(image);
      return minor === undefined ? [] : [{ name, minor }];
    });
    const [first] = nodes;
    const other = nodes.find(({ minor }) => minor !== first?.minor);
    if (first === undefined || other === undefined) return [];
    return [
      warning(
        cluster.path,
        `${clusterName(cluster.config)}: ${first.name} runs Kubernetes 1.${first.minor} and ${other.name} 1.${other.minor}.`,
        'Give all nodes an image of the same minor version.',
      ),
    ];
  });

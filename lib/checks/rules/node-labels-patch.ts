import { clusterName } from '../../kind/names';
import type { Rule } from '../description';
import { warning } from '../finding';
import { kubeadmPatches, kubeletArgs } from '../patches';

/** kind hands `labels` to the kubelet as --node-labels, and a patch that sets this argument replaces them. */
export const nodeLabelsPatch: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) =>
    kubeadmPatches(cluster, clusterName(cluster.config)).flatMap(({ subject, path, content, nodes }) => {
      const labelled = nodes.find(({ node }) => Object.keys(node.labels ?? {}).length > 0);
      if (labelled === undefined || !('node-labels' in kubeletArgs(content))) return [];
      return [
        warning(
          path,
          `${subject} sets node-labels, which replaces the \`labels\` of ${labelled.name}.`,
          'Move these labels to `labels`, or those into the patch.',
        ),
      ];
    }),
  );

import { clusterName } from '../../kind/names';
import { systemReserved } from '../../kind/node-size';
import type { Rule } from '../description';
import { error } from '../finding';
import { kubeadmPatches, kubeletArgs } from '../patches';

/**
 * The Allocatable of a sized node is exactly its size: what is reserved of it is what the size itself needs reserved, so
 * no patch of the user's may reserve anything.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
 */
export const sizedNodeReserved: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => {
    const seen = new Set<string>();
    return kubeadmPatches(cluster, clusterName(cluster.config)).flatMap(({ subject, path, content, nodes, node }) => {
      const sized = nodes.find(({ size }) => size !== undefined);
      if (sized?.size === undefined) return [];
      const own = systemReserved(sized.size)['system-reserved'];
      const args = kubeletArgs(content);
      return [
        ...ARGUMENTS.filter((key) => key in args),
        ...FIELDS.filter((key) => content !== undefined && key in content),
      ].flatMap((key) => {
        if (node !== undefined && args[key] === own && !seen.has(node.name)) {
          seen.add(node.name);
          return [];
        }
        const value = args[key] ?? content?.[key];
        return [
          error(
            path,
            `${subject} sets ${key} to ${typeof value === 'string' ? value : JSON.stringify(value)}, so ${sized.name} would not have the size that it declares.`,
            'Leave it out and declare a smaller `cpus` or `memory`; or leave out the size of the node.',
          ),
        ];
      });
    });
  });

// Of the kubelet's command line, and of KubeletConfiguration.
const ARGUMENTS = ['system-reserved', 'kube-reserved', 'reserved-cpus', 'eviction-hard'];
const FIELDS = ['systemReserved', 'kubeReserved', 'reservedSystemCPUs', 'evictionHard'];

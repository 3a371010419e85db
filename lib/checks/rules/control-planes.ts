import { clusterName, namedNodes } from '../../kind/names';
import type { Rule } from '../description';
import { error, warning } from '../finding';

/**
 * A cluster has a control plane (kind: "must have at least one control-plane node"), and better an odd number of them:
 * two tolerate the loss of none, as one does.
 * @see https://etcd.io/docs/v3.5/faq/#why-an-odd-number-of-cluster-members
 */
export const controlPlanes: Rule = ({ clusters }) =>
  clusters.flatMap(({ path, config }) => {
    const count = namedNodes(config).filter(({ role }) => role === 'control-plane').length;
    if (count === 0) {
      return [
        error(path, `${clusterName(config)}: none of its nodes is a control plane.`, 'Give one node the role control-plane.'),
      ];
    }
    if (count % 2 === 1) return [];
    return [
      warning(
        path,
        `${clusterName(config)}: ${count} control planes tolerate the loss of no more of them than ${count - 1} do.`,
        `Take ${count - 1} or ${count + 1}.`,
      ),
    ];
  });

import { clusterName, namedNodes } from '../../kind/names';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error } from '../finding';

/** A host name, and the value of the label kubernetes.io/hostname. */
const LONGEST_HOST_NAME = 63;

/**
 * A cluster's name makes the names of its nodes, which are host names.
 *
 * kind accepts `^[a-z0-9.-]+$` (pkg/internal/apis/config/validate.go) and only warns of long names; Docker then fails
 * with "sethostname: invalid argument" (kind#619), kubeadm on what is no RFC 1123 subdomain (kind#2195).
 */
export const clusterNameRule: Rule = ({ clusters }) => clusters.flatMap(check);

function check({ path, config }: DescribedCluster): Finding[] {
  const name = clusterName(config);
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return [error(path, `cluster "${name}": a cluster's name consists of a-z, 0-9, "." and "-".`, 'Choose another `name`.')];
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name)) {
    return [
      error(
        path,
        `cluster "${name}": its nodes' names begin with it, and a host name's parts begin and end with a letter or digit.`,
        'Choose another `name`.',
      ),
    ];
  }
  const nodes = namedNodes(config);
  const names = nodes.map((node) => node.name);
  if (nodes.filter(({ role }) => role === 'control-plane').length > 1) names.push(`${name}-external-load-balancer`);
  const longest = names.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (longest.length <= LONGEST_HOST_NAME) return [];
  return [
    error(
      path,
      `cluster "${name}": the host name ${longest} has ${longest.length} characters, and ${LONGEST_HOST_NAME} is the limit.`,
      `Shorten \`name\` by ${longest.length - LONGEST_HOST_NAME} characters.`,
    ),
  ];
}

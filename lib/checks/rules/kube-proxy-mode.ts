import { clusterName, namedNodes } from '../../kind/names';
import { minorVersion } from '../../kubernetes/version';
import type { Rule } from '../description';
import { error } from '../finding';

/** The first minor version of Kubernetes with the mode nftables switched on. */
const NFTABLES_SINCE = 31;

/**
 * kind: "invalid kubeProxyMode". kube-proxy of Kubernetes before 1.31 does not know nftables without a feature gate.
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables
 */
export const kubeProxyMode: Rule = ({ clusters }) =>
  clusters.flatMap(({ path, config }) => {
    const mode: string = config.networking?.kubeProxyMode ?? 'iptables';
    const name = clusterName(config);
    if (!['iptables', 'ipvs', 'nftables', 'none'].includes(mode)) {
      return [error(path, `${name}: kubeProxyMode "${mode}" is not known.`, 'Write iptables, ipvs, nftables or none.')];
    }
    if (mode !== 'nftables') return [];
    return namedNodes(config)
      .filter(({ node }) => (minorVersion(node.image) ?? NFTABLES_SINCE) < NFTABLES_SINCE)
      .slice(0, 1)
      .map((node) =>
        error(
          path,
          `${name}: kubeProxyMode nftables needs Kubernetes 1.${NFTABLES_SINCE}, and ${node.name} runs ${node.node.image}.`,
          'Take a newer node image, or kubeProxyMode iptables.',
        ),
      );
  });

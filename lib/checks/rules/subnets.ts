import { BlockList, isIP } from 'node:net';
import { clusterName } from '../../kind/names';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error } from '../finding';

/**
 * The subnets of pods and Services are CIDRs of the cluster's family: one, or in a dual-stack cluster up to one of each
 * (validateSubnets in kind's pkg/internal/apis/config/validate.go).
 */
export const subnets: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => [...check(cluster, 'podSubnet'), ...check(cluster, 'serviceSubnet')]);

function check({ path, config }: DescribedCluster, field: 'podSubnet' | 'serviceSubnet'): Finding[] {
  const { ipFamily = 'ipv4', [field]: subnet = '' } = config.networking ?? {};
  if (subnet === '') return [];
  const families = subnet.split(',').map(cidrFamily);
  const subject = `${clusterName(config)}: ${field} "${subnet}"`;
  if (families.includes(undefined)) {
    return [error(path, `${subject} is not a CIDR.`, 'Write for example 10.244.0.0/16, and several with a comma and no space.')];
  }
  if (ipFamily === 'dual') {
    if (families.length === 1 || (families.length === 2 && families[0] !== families[1])) return [];
    return [
      error(
        path,
        `${subject}: a dual-stack cluster has one IPv4 and one IPv6 subnet.`,
        'Write for example 10.244.0.0/16,fd00:10:244::/56.',
      ),
    ];
  }
  if (families.length > 1) {
    return [error(path, `${subject}: an ${ipFamily} cluster has one subnet.`, 'Leave one, or set ipFamily to dual.')];
  }
  if (families[0] === ipFamily) return [];
  return [
    error(
      path,
      `${subject} is ${families[0]}, and the cluster's ipFamily is ${ipFamily}.`,
      `Write an ${ipFamily} subnet, or change ipFamily.`,
    ),
  ];
}

function cidrFamily(text: string): 'ipv4' | 'ipv6' | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits || address.includes('%'))
    return undefined;
  // Go takes an IPv4 address in IPv6 clothes for IPv4.
  if (version === 6 && MAPPED.check(address, 'ipv6')) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', 96, 'ipv6');

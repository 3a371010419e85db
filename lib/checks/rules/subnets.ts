import { BlockList, isIP } from 'node:net';
import { clusterName } from '../../kind/names';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error } from '../finding';

/**
 * The subnets of pods and Services are CIDRs of the cluster's family: one, or in a dual-stack cluster up to one of each
 * (validateSubnets in kind's pkg/internal/apis/config/validate.go). kind does not compare the two: where they share addresses a
 * pod and a Service can have the same one.
 * @see https://kubernetes.io/docs/concepts/cluster-administration/networking/
 */
export const subnets: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => {
    const found = [...check(cluster, 'podSubnet'), ...check(cluster, 'serviceSubnet')];
    return found.length > 0 ? found : overlaps(cluster);
  });

/** What kind takes where none is given, by the cluster's family (pkg/internal/apis/config/default.go). */
const DEFAULTS = {
  ipv4: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' },
  ipv6: { podSubnet: 'fd00:10:244::/56', serviceSubnet: 'fd00:10:96::/112' },
  dual: { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' },
} as const;

function overlaps({ path, config }: DescribedCluster): Finding[] {
  const { ipFamily = 'ipv4', podSubnet, serviceSubnet } = config.networking ?? {};
  const defaults = Object.hasOwn(DEFAULTS, ipFamily) ? DEFAULTS[ipFamily] : DEFAULTS.ipv4;
  const services = (serviceSubnet || defaults.serviceSubnet).split(',');
  return (podSubnet || defaults.podSubnet).split(',').flatMap((pods) => {
    const shared = services.find((of) => overlap(pods, of));
    if (shared === undefined) return [];
    return [
      error(
        path,
        `${clusterName(config)}: podSubnet ${pods} and serviceSubnet ${shared}${serviceSubnet ? '' : ", kind's default,"} share addresses.`,
        'Give them subnets that do not overlap, for example 10.244.0.0/16 and 10.96.0.0/16.',
      ),
    ];
  });
}

// Of two CIDRs that share an address one is in the other.
function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

function contains(outer: string, inner: string): boolean {
  const [address = '', prefix] = outer.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (cidrFamily(inner) !== family) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), family);
  return list.check(inner.split('/')[0] ?? '', family);
}

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

import type { KindConfig } from '../../lib/kind/config';
import { Random } from '../random';

type Fields = Record<string, unknown>;

/** kind configurations of all sorts, good and bad, the same for the same seed. */
export function generateConfigs(seed: number, count: number): KindConfig[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => generate(random));
}

function generate(random: Random): KindConfig {
  // How likely a bad value is, so that some configurations are good throughout and some bad in many places.
  const bad = random.pick([0, 0.03, 0.1, 0.3]);
  const value = (good: readonly unknown[], wrong: readonly unknown[]) => random.pick(random.chance(bad) ? wrong : good);
  const maybe = (probability: number, fields: () => Fields): Fields => (random.chance(probability) ? fields() : {});

  const family = value(['ipv4', 'ipv6', 'dual'], ['IPv4', 'ipv5', 'both']);
  const v4 = ['10.244.0.0/16', '10.10.0.0/24', '0.0.0.0/0'];
  const v6 = ['fd00:10:244::/56', 'fd00::/8', '::/0'];
  const both = v4.flatMap((a) => v6.flatMap((b) => [`${a},${b}`, `${b},${a}`]));
  const subnet = () =>
    value(family === 'ipv6' ? v6 : family === 'dual' ? [...v4, ...v6, ...both] : v4, [
      ...v4,
      ...v6,
      ...both,
      '10.244.0.0',
      '10.244.0.0/33',
      '10.244.0.0/ 16',
      '10.0.0.0/8, fd00::/8',
      '010.1.0.0/16',
      'fd00::/129',
      'fe80::1%eth0/64',
      '::ffff:10.0.0.0/104',
      '0:0:0:0:0:ffff:a00:0/104',
      '10.0.0.0/8,10.1.0.0/16',
      '10.0.0.0/8,fd00::/8,10.1.0.0/16',
      'fd00::/8,fd01::/8',
      'a/b',
      '/',
      ',',
      '10.0.0.0/-1',
      '10.0.0.0/8/8',
    ]);

  const mapping = (): Fields => ({
    containerPort: value([80, 443, 30080, 30081, 1, 65535], [0, -1, -2, 65536, 70000, 80.5, 2 ** 31, 'http']),
    ...maybe(0.8, () => ({
      hostPort: value([0, -1, random.between(1024, 65535), 30080, 8080], [-2, 65536, 100000, 8080.5, 2 ** 40]),
    })),
    ...maybe(0.4, () => ({
      listenAddress: value(
        ['127.0.0.1', '0.0.0.0', '::', '::1', '127.0.0.2'],
        ['localhost', '127.0.0', '127.0.0.01', 'example.com'],
      ),
    })),
    ...maybe(0.4, () => ({ protocol: value(['TCP', 'UDP', 'SCTP'], ['tcp', 'HTTP', 'ICMP']) })),
  });
  const node = (role: string): Fields => ({
    ...maybe(role === 'control-plane' ? 0.8 : 1, () => ({ role: value([role], ['master', 'Worker', 'etcd']) })),
    ...maybe(0.3, () => ({
      image: value(['kindest/node:v1.32.2', 'kindest/node:v1.31.6'], [' ', 'Kindest Node', 'kindest/node:']),
    })),
    ...maybe(0.3, () => ({
      labels: {
        [String(
          value(
            ['tier', 'example.com/tier', 'topology.kubernetes.io/zone'],
            ['node-role.kubernetes.io/worker', 'a b', 'kubernetes.io/tier', ''],
          ),
        )]: value(['a', '', 'b-c'], ['a,b', 'a=b', 1, true, 'x'.repeat(64)]),
      },
    })),
    ...maybe(0.2, () => ({
      extraMounts: [
        {
          hostPath: value(['/tmp', './files'], ['']),
          containerPath: value(['/files', '/data'], ['files', '/proc/sys', '']),
          ...maybe(0.3, () => ({ propagation: value(['None', 'HostToContainer', 'Bidirectional'], ['private', 'rshared']) })),
        },
      ],
    })),
    ...maybe(0.5, () => ({ extraPortMappings: Array.from({ length: random.between(1, 3) }, mapping) })),
  });
  const nodes = Array.from({ length: random.between(1, 4) }, (_, index) =>
    node(index === 0 && !random.chance(bad) ? 'control-plane' : random.pick(['worker', 'worker', 'control-plane'])),
  );

  return {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    ...maybe(0.7, () => ({
      name: value(
        ['kind', 'a', 'my-cluster', 'a.b', '1'],
        ['Kind', 'my_cluster', 'a b', 'a/b', 'é', '-a', 'a-', '.', 'a\nb', '', 'x'.repeat(60)],
      ),
    })),
    ...maybe(0.9, () => ({ nodes: random.chance(0.05) ? [] : nodes })),
    ...maybe(0.6, () => ({
      networking: {
        ...maybe(0.5, () => ({ ipFamily: family })),
        ...maybe(0.3, () => ({ apiServerPort: value([0, -1, 6443, 8080], [-2, 65536, 1e6, 6443.5]) })),
        ...maybe(0.2, () => ({ apiServerAddress: value(['127.0.0.1', '0.0.0.0', '::1'], ['localhost', 'here']) })),
        ...maybe(0.4, () => ({ podSubnet: subnet() })),
        ...maybe(0.4, () => ({ serviceSubnet: subnet() })),
        ...maybe(0.3, () => ({ kubeProxyMode: value(['iptables', 'ipvs', 'nftables', 'none'], ['userspace', 'IPVS', 'ebpf']) })),
        ...maybe(0.2, () => ({ dnsSearch: random.pick([[], ['example.com'], null]) })),
        ...maybe(0.2, () => ({ disableDefaultCNI: random.chance(0.5) })),
      },
    })),
    ...maybe(0.1, () => ({ featureGates: { SomeGate: random.chance(0.5) } })),
    ...maybe(0.1, () => ({ runtimeConfig: { 'api/alpha': 'false' } })),
  } as KindConfig;
}

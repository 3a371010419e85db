import type { KindNetworking } from '../../../lib/kind/config';
import { CONTROL_PLANE, configured, described, type Row, WORKER } from '../described';

const networking = (of: Record<string, unknown>) => configured({ networking: of as KindNetworking });
const images = (...of: string[]) => described(of.map((image, index) => ({ ...(index === 0 ? CONTROL_PLANE : WORKER), image })));

export const CLUSTER_ROWS: readonly Row[] = [
  {
    rule: 'cluster-name',
    breaks: configured({ name: 'My_Cluster' }),
    message: 'cluster "My_Cluster": a cluster\'s name consists of a-z, 0-9, "." and "-".',
    near: configured({ name: 'my-cluster' }),
  },
  {
    rule: 'cluster-name',
    breaks: configured({ name: 'a..b' }),
    message: 'cluster "a..b": its nodes\' names begin with it, and a host name\'s parts begin and end with a letter or digit.',
    near: configured({ name: 'a.b' }),
  },
  {
    rule: 'cluster-name',
    breaks: configured({ name: 'n'.repeat(50) }),
    message: `cluster "${'n'.repeat(50)}": the host name ${'n'.repeat(50)}-control-plane has 64 characters, and 63 is the limit.`,
    near: configured({ name: 'n'.repeat(49) }),
  },
  {
    rule: 'cluster-name',
    breaks: configured({ name: 'n'.repeat(41) }, [CONTROL_PLANE, CONTROL_PLANE, CONTROL_PLANE]),
    message: `cluster "${'n'.repeat(41)}": the host name ${'n'.repeat(41)}-external-load-balancer has 64 characters, and 63 is the limit.`,
    near: configured({ name: 'n'.repeat(40) }, [CONTROL_PLANE, CONTROL_PLANE, CONTROL_PLANE]),
  },
  {
    rule: 'control-planes',
    breaks: described([WORKER]),
    message: 'kind: none of its nodes is a control plane.',
    near: described([CONTROL_PLANE, WORKER]),
  },
  {
    rule: 'control-planes',
    severity: 'warning',
    breaks: described([CONTROL_PLANE, CONTROL_PLANE]),
    message: 'kind: 2 control planes tolerate the loss of no more of them than 1 do.',
    near: described([CONTROL_PLANE, CONTROL_PLANE, CONTROL_PLANE]),
  },
  {
    rule: 'node-role',
    breaks: described([CONTROL_PLANE, { role: 'master' as 'worker' }]),
    message: 'kind: node 1 has the role "master", and there are control-plane and worker.',
    near: described([CONTROL_PLANE, {}]),
  },
  {
    rule: 'node-image',
    breaks: images(' '),
    message: 'kind-control-plane: " " is not the name of an image.',
    near: images(`localhost:5001/kindest/node:v1.32.2@sha256:${'0'.repeat(64)}`),
  },
  {
    rule: 'node-image-versions',
    severity: 'warning',
    breaks: images('kindest/node:v1.32.2', 'kindest/node:v1.31.6'),
    message: 'kind: kind-control-plane runs Kubernetes 1.32 and kind-worker 1.31.',
    near: images('kindest/node:v1.32.2', 'kindest/node:v1.32.0'),
  },
  {
    rule: 'api-server',
    breaks: networking({ apiServerPort: 65536 }),
    message: 'kind: apiServerPort 65536 is no port.',
    near: networking({ apiServerPort: -1 }),
  },
  {
    rule: 'api-server',
    breaks: networking({ apiServerAddress: 'localhost' }),
    message: 'kind: apiServerAddress "localhost" is no IP address.',
    near: networking({ apiServerAddress: '::1' }),
  },
  {
    rule: 'ip-family',
    breaks: networking({ ipFamily: 'IPv4' }),
    message: 'kind: ipFamily "IPv4" is not known.',
    near: networking({ ipFamily: 'dual' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.244.0.0' }),
    message: 'kind: podSubnet "10.244.0.0" is not a CIDR.',
    near: networking({ podSubnet: '10.244.0.0/16' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ serviceSubnet: 'fd00:10:96::/112' }),
    message: 'kind: serviceSubnet "fd00:10:96::/112" is ipv6, and the cluster\'s ipFamily is ipv4.',
    near: networking({ serviceSubnet: 'fd00:10:96::/112', ipFamily: 'ipv6' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.244.0.0/16,fd00:10:244::/56' }),
    message: 'kind: podSubnet "10.244.0.0/16,fd00:10:244::/56": an ipv4 cluster has one subnet.',
    near: networking({ podSubnet: '10.244.0.0/16,fd00:10:244::/56', ipFamily: 'dual' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.1.0.0/16,10.2.0.0/16', ipFamily: 'dual' }),
    message: 'kind: podSubnet "10.1.0.0/16,10.2.0.0/16": a dual-stack cluster has one IPv4 and one IPv6 subnet.',
    near: networking({ podSubnet: '10.1.0.0/16', ipFamily: 'dual' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.96.0.0/12', serviceSubnet: '10.96.0.0/16' }),
    message: 'kind: podSubnet 10.96.0.0/12 and serviceSubnet 10.96.0.0/16 share addresses.',
    near: networking({ podSubnet: '10.112.0.0/12', serviceSubnet: '10.96.0.0/12' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.0.0.0/8' }),
    message: "kind: podSubnet 10.0.0.0/8 and serviceSubnet 10.96.0.0/16, kind's default, share addresses.",
    near: networking({ podSubnet: '172.16.0.0/12' }),
  },
  {
    rule: 'subnets',
    breaks: networking({ podSubnet: '10.1.0.0/16,fd00::/16', serviceSubnet: '10.2.0.0/16,fd00:1::/112', ipFamily: 'dual' }),
    message: 'kind: podSubnet fd00::/16 and serviceSubnet fd00:1::/112 share addresses.',
    near: networking({ podSubnet: '10.1.0.0/16,fd01::/16', serviceSubnet: '10.2.0.0/16,fd00:1::/112', ipFamily: 'dual' }),
  },
  {
    rule: 'kube-proxy-mode',
    breaks: networking({ kubeProxyMode: 'ebpf' }),
    message: 'kind: kubeProxyMode "ebpf" is not known.',
    near: networking({ kubeProxyMode: 'none' }),
  },
  {
    rule: 'kube-proxy-mode',
    breaks: configured({ networking: { kubeProxyMode: 'nftables' } }, [{ ...CONTROL_PLANE, image: 'kindest/node:v1.30.0' }]),
    message: 'kind: kubeProxyMode nftables needs Kubernetes 1.31, and kind-control-plane runs kindest/node:v1.30.0.',
    near: configured({ networking: { kubeProxyMode: 'nftables' } }, [{ ...CONTROL_PLANE, image: 'kindest/node:v1.31.0' }]),
  },
];

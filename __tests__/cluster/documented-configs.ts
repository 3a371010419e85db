import type { KindClusterProps } from '../../lib/cluster/kind-cluster';

/** A configuration of kind's documentation, written with KindCluster. */
export interface DocumentedConfig {
  readonly title: string;
  /** The page below https://kind.sigs.k8s.io/. */
  readonly page: string;
  readonly props: KindClusterProps;
}

const CONFIGURATION = 'docs/user/configuration/';
const QUICK_START = 'docs/user/quick-start/';
const V1_16 = 'kindest/node:v1.16.4@sha256:b91a2c2317a000f3a783489dfb755064177dbc3a0b2f4147d50f04825d016f55';

/** Every complete cluster configuration that kind's documentation shows. */
export const DOCUMENTED_CONFIGS: readonly DocumentedConfig[] = [
  { title: 'the smallest configuration', page: `${CONFIGURATION}#getting-started`, props: {} },
  { title: 'a name', page: `${CONFIGURATION}#name-your-cluster`, props: { name: 'app-1-cluster' } },
  { title: 'a feature gate', page: `${CONFIGURATION}#feature-gates`, props: { featureGates: { CSIMigration: true } } },
  {
    title: 'runtime configuration',
    page: `${CONFIGURATION}#runtime-config`,
    props: { runtimeConfig: { 'api/alpha': 'false', 'apps/v1beta2': 'true' } },
  },
  {
    title: 'IPv6 with an API server on IPv4',
    page: `${CONFIGURATION}#ip-family`,
    props: { networking: { ipFamily: 'ipv6', apiServerAddress: '127.0.0.1' } },
  },
  { title: 'IPv6', page: `${CONFIGURATION}#ip-family`, props: { networking: { ipFamily: 'ipv6' } } },
  { title: 'dual stack', page: `${CONFIGURATION}#dual-stack-clusters`, props: { networking: { ipFamily: 'dual' } } },
  {
    title: "the API server's address and port",
    page: `${CONFIGURATION}#api-server`,
    props: { networking: { apiServerAddress: '127.0.0.1', apiServerPort: 6443 } },
  },
  { title: 'a pod subnet', page: `${CONFIGURATION}#pod-subnet`, props: { networking: { podSubnet: '10.244.0.0/16' } } },
  {
    title: 'a service subnet',
    page: `${CONFIGURATION}#service-subnet`,
    props: { networking: { serviceSubnet: '10.96.0.0/12' } },
  },
  { title: 'no default CNI', page: `${CONFIGURATION}#disable-default-cni`, props: { networking: { disableDefaultCNI: true } } },
  {
    title: 'kube-proxy with nftables',
    page: `${CONFIGURATION}#kube-proxy-mode`,
    props: { networking: { kubeProxyMode: 'nftables' } },
  },
  { title: 'no kube-proxy', page: `${CONFIGURATION}#kube-proxy-mode`, props: { networking: { kubeProxyMode: 'none' } } },
  {
    title: 'three workers',
    page: `${CONFIGURATION}#nodes`,
    props: { nodes: [{ role: 'control-plane' }, { role: 'worker' }, { role: 'worker' }, { role: 'worker' }] },
  },
  {
    title: 'a version of Kubernetes by the digest of its image',
    page: `${CONFIGURATION}#kubernetes-version`,
    props: {
      nodes: [
        { role: 'control-plane', image: V1_16 },
        { role: 'worker', image: V1_16 },
      ],
    },
  },
  {
    title: 'mounts',
    page: `${CONFIGURATION}#extra-mounts`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraMounts: [
            { hostPath: '/path/to/my/files', containerPath: '/files' },
            {
              hostPath: '/path/to/my/other-files/',
              containerPath: '/other-files',
              readOnly: true,
              selinuxRelabel: false,
              propagation: 'None',
            },
          ],
        },
      ],
    },
  },
  {
    title: 'a port mapping',
    page: `${CONFIGURATION}#extra-port-mappings`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraPortMappings: [{ containerPort: 80, hostPort: 80, listenAddress: '127.0.0.1', protocol: 'TCP' }],
        },
      ],
    },
  },
  {
    title: 'a NodePort at port 80 of the host',
    page: `${CONFIGURATION}#nodeport-with-port-mappings`,
    props: { nodes: [{ role: 'control-plane', extraPortMappings: [{ containerPort: 30950, hostPort: 80 }] }] },
  },
  {
    title: 'labels',
    page: `${CONFIGURATION}#extra-labels`,
    props: {
      nodes: [
        { role: 'control-plane' },
        { role: 'worker', extraPortMappings: [{ containerPort: 30950, hostPort: 80 }], labels: { tier: 'frontend' } },
        { role: 'worker', labels: { tier: 'backend' } },
      ],
    },
  },
  {
    title: 'an InitConfiguration patch',
    page: `${CONFIGURATION}#kubeadm-config-patches`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          kubeadmConfigPatches: [
            { kind: 'InitConfiguration', nodeRegistration: { kubeletExtraArgs: { 'node-labels': 'my-label=true' } } },
          ],
        },
      ],
    },
  },
  {
    title: 'a ClusterConfiguration patch',
    page: `${CONFIGURATION}#kubeadm-config-patches`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          kubeadmConfigPatches: [
            {
              kind: 'ClusterConfiguration',
              apiServer: {
                extraArgs: {
                  'enable-admission-plugins': 'NodeRestriction,MutatingAdmissionWebhook,ValidatingAdmissionWebhook',
                },
              },
            },
          ],
        },
      ],
    },
  },
  {
    title: 'a taint',
    page: `${CONFIGURATION}#kubeadm-config-patches`,
    props: {
      name: 'test',
      nodes: [
        { role: 'control-plane' },
        {
          role: 'worker',
          kubeadmConfigPatches: [
            {
              kind: 'JoinConfiguration',
              nodeRegistration: { kubeletExtraArgs: { 'register-with-taints': 'my-taint=presence:NoSchedule' } },
            },
          ],
        },
      ],
    },
  },
  {
    title: 'JoinConfiguration patches',
    page: `${CONFIGURATION}#kubeadm-config-patches`,
    props: {
      nodes: [
        { role: 'control-plane' },
        { role: 'worker' },
        {
          role: 'worker',
          kubeadmConfigPatches: [
            { kind: 'JoinConfiguration', nodeRegistration: { kubeletExtraArgs: { 'node-labels': 'my-label2=true' } } },
          ],
        },
        {
          role: 'control-plane',
          kubeadmConfigPatches: [
            { kind: 'JoinConfiguration', nodeRegistration: { kubeletExtraArgs: { 'node-labels': 'my-label3=true' } } },
          ],
        },
      ],
    },
  },
  {
    title: "kubeadm's own patches from a folder",
    page: `${CONFIGURATION}#kubeadm-config-patches`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraMounts: [{ hostPath: './patches', containerPath: '/patches' }],
          kubeadmConfigPatches: [{ kind: 'InitConfiguration', patches: { directory: '/patches' } }],
        },
      ],
    },
  },
  {
    title: 'all kinds of patches',
    page: 'docs/user/kind-example-config.yaml',
    props: {
      kubeadmConfigPatches: [
        { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', evictionHard: { 'nodefs.available': '0%' } },
      ],
      kubeadmConfigPatchesJSON6902: [
        {
          group: 'kubeadm.k8s.io',
          version: 'v1beta3',
          kind: 'ClusterConfiguration',
          patch: [{ op: 'add', path: '/apiServer/certSANs/-', value: 'my-hostname' }],
        },
      ],
      nodes: [{ role: 'control-plane' }, { role: 'worker' }, { role: 'worker' }, { role: 'worker' }],
    },
  },
  {
    title: 'two workers',
    page: `${QUICK_START}#multi-node-clusters`,
    props: { nodes: [{ role: 'control-plane' }, { role: 'worker' }, { role: 'worker' }] },
  },
  {
    title: 'three control planes and three workers',
    page: `${QUICK_START}#control-plane-ha`,
    props: {
      nodes: [
        { role: 'control-plane' },
        { role: 'control-plane' },
        { role: 'control-plane' },
        { role: 'worker' },
        { role: 'worker' },
        { role: 'worker' },
      ],
    },
  },
  {
    title: 'a UDP port',
    page: `${QUICK_START}#mapping-ports-to-the-host-machine`,
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraPortMappings: [{ containerPort: 80, hostPort: 80, listenAddress: '0.0.0.0', protocol: 'UDP' }],
        },
      ],
    },
  },
  {
    title: 'audit logs',
    page: 'docs/user/auditing/',
    props: {
      nodes: [
        {
          role: 'control-plane',
          kubeadmConfigPatches: [
            {
              kind: 'ClusterConfiguration',
              apiServer: {
                extraArgs: {
                  'audit-log-path': '/var/log/kubernetes/kube-apiserver-audit.log',
                  'audit-policy-file': '/etc/kubernetes/policies/audit-policy.yaml',
                },
                extraVolumes: [
                  {
                    name: 'audit-policies',
                    hostPath: '/etc/kubernetes/policies',
                    mountPath: '/etc/kubernetes/policies',
                    readOnly: true,
                    pathType: 'DirectoryOrCreate',
                  },
                  {
                    name: 'audit-logs',
                    hostPath: '/var/log/kubernetes',
                    mountPath: '/var/log/kubernetes',
                    readOnly: false,
                    pathType: 'DirectoryOrCreate',
                  },
                ],
              },
            },
          ],
          extraMounts: [
            { hostPath: './audit-policy.yaml', containerPath: '/etc/kubernetes/policies/audit-policy.yaml', readOnly: true },
          ],
        },
      ],
    },
  },
  {
    title: 'rootless with KubeletInUserNamespace',
    page: 'docs/user/known-issues/',
    props: { featureGates: { KubeletInUserNamespace: true } },
  },
  {
    title: 'a device for btrfs',
    page: 'docs/user/known-issues/',
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraMounts: [{ hostPath: '/dev/nvme0n1p3', containerPath: '/dev/nvme0n1p3', propagation: 'HostToContainer' }],
        },
      ],
    },
  },
  {
    title: "the host's registry credentials",
    page: 'docs/user/private-registries/',
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraMounts: [{ containerPath: '/var/lib/kubelet/config.json', hostPath: '/path/to/my/secret.json' }],
        },
      ],
    },
  },
  {
    title: 'ports that need no privileges',
    page: 'docs/user/rootless/',
    props: {
      nodes: [
        {
          role: 'control-plane',
          extraPortMappings: [
            { containerPort: 80, hostPort: 8080, protocol: 'TCP' },
            { containerPort: 443, hostPort: 8443, protocol: 'TCP' },
          ],
        },
      ],
    },
  },
  {
    title: 'a NodePort on WSL2',
    page: 'docs/user/using-wsl2/',
    props: {
      nodes: [{ role: 'control-plane', extraPortMappings: [{ containerPort: 30000, hostPort: 30000, protocol: 'TCP' }] }],
    },
  },
  {
    title: 'three control planes and a worker',
    page: 'docs/user/working-offline/',
    props: {
      nodes: [{ role: 'control-plane' }, { role: 'control-plane' }, { role: 'control-plane' }, { role: 'worker' }],
    },
  },
  {
    title: 'a local registry',
    page: 'docs/user/local-registry/',
    props: {
      containerdConfigPatches: [
        { plugins: { 'io.containerd.grpc.v1.cri': { registry: { config_path: '/etc/containerd/certs.d' } } } },
      ],
    },
  },
];

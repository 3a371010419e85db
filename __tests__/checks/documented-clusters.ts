import type { KindConfig } from '../../lib/kind/config';

const CLUSTER = { kind: 'Cluster', apiVersion: 'kind.x-k8s.io/v1alpha4' } as const;
const control = { role: 'control-plane' } as const;
const worker = { role: 'worker' } as const;

/** The configurations that kind's documentation shows. @see https://kind.sigs.k8s.io/docs/user/configuration/ */
export const DOCUMENTED: Readonly<Record<string, KindConfig>> = {
  'the smallest': { ...CLUSTER },
  'a name': { ...CLUSTER, name: 'app-1-cluster' },
  'feature gates': { ...CLUSTER, featureGates: { CSIMigration: true } },
  'runtime configuration': { ...CLUSTER, runtimeConfig: { 'api/alpha': 'false' } },
  IPv6: { ...CLUSTER, networking: { ipFamily: 'ipv6', apiServerAddress: '127.0.0.1' } },
  'dual stack': { ...CLUSTER, networking: { ipFamily: 'dual' } },
  'API server': { ...CLUSTER, networking: { apiServerAddress: '127.0.0.1', apiServerPort: 6443 } },
  subnets: { ...CLUSTER, networking: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12' } },
  'no default CNI': { ...CLUSTER, networking: { disableDefaultCNI: true } },
  'kube-proxy mode': { ...CLUSTER, networking: { kubeProxyMode: 'nftables' } },
  'no kube-proxy': { ...CLUSTER, networking: { kubeProxyMode: 'none' } },
  'several nodes': { ...CLUSTER, nodes: [control, worker, worker, worker] },
  'three control planes': { ...CLUSTER, nodes: [control, control, control, worker, worker, worker] },
  'an image with a digest': {
    ...CLUSTER,
    nodes: [
      { ...control, image: 'kindest/node:v1.16.4@sha256:b91a2c2317a000f3a783489dfb755064177dbc3a0b2f4147d50f04825d016f55' },
      { ...worker, image: 'kindest/node:v1.16.4@sha256:b91a2c2317a000f3a783489dfb755064177dbc3a0b2f4147d50f04825d016f55' },
    ],
  },
  'extra mounts': {
    ...CLUSTER,
    nodes: [
      {
        ...control,
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
  'extra port mappings': {
    ...CLUSTER,
    nodes: [
      { ...control, extraPortMappings: [{ containerPort: 80, hostPort: 80, listenAddress: '127.0.0.1', protocol: 'TCP' }] },
    ],
  },
  'a NodePort': { ...CLUSTER, nodes: [{ ...control, extraPortMappings: [{ containerPort: 30950, hostPort: 80 }] }] },
  'labels of nodes': {
    ...CLUSTER,
    nodes: [
      control,
      { ...worker, extraPortMappings: [{ containerPort: 30950, hostPort: 80 }], labels: { tier: 'frontend' } },
      { ...worker, labels: { tier: 'backend' } },
    ],
  },
  'ingress (InitConfiguration)': {
    ...CLUSTER,
    nodes: [
      {
        ...control,
        kubeadmConfigPatches: [
          'kind: InitConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    node-labels: "my-label=true"\n',
        ],
        extraPortMappings: [
          { containerPort: 80, hostPort: 80, protocol: 'TCP' },
          { containerPort: 443, hostPort: 443, protocol: 'TCP' },
        ],
      },
      {
        ...worker,
        kubeadmConfigPatches: [
          'kind: JoinConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    node-labels: "my-label3=true"\n',
        ],
      },
    ],
  },
  'an audit policy': {
    ...CLUSTER,
    nodes: [
      {
        ...control,
        kubeadmConfigPatches: [
          'kind: ClusterConfiguration\napiServer:\n    extraArgs:\n      audit-log-path: /var/log/kubernetes/kube-apiserver-audit.log\n    extraVolumes:\n      - name: audit-policies\n        hostPath: /etc/kubernetes/policies\n        mountPath: /etc/kubernetes/policies\n        readOnly: true\n        pathType: "DirectoryOrCreate"\n',
        ],
        extraMounts: [
          { hostPath: './audit-policy.yaml', containerPath: '/etc/kubernetes/policies/audit-policy.yaml', readOnly: true },
        ],
      },
    ],
  },
  'a local registry': {
    ...CLUSTER,
    containerdConfigPatches: ['[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"\n'],
  },
  'a kubelet configuration': {
    ...CLUSTER,
    kubeadmConfigPatches: [
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  nodefs.available: "0%"\n',
    ],
  },
};

import { CONTROL_PLANE, configured, described, onWorker, type Row, size, WORKER } from '../described';

const patched = (...kubeadmConfigPatches: string[]) => configured({ kubeadmConfigPatches }, [CONTROL_PLANE, WORKER]);
const patchedWorker = (...kubeadmConfigPatches: string[]) => onWorker({ kubeadmConfigPatches });
const jsonPatched = (group: string, version: string, kind: string, patch = '[]') =>
  configured({ kubeadmConfigPatchesJSON6902: [{ group, version, kind, patch }] }, [
    { ...CONTROL_PLANE, image: 'kindest/node:v1.32.2' },
  ]);
const reserving = (reserved: string, cpu = '500m') =>
  onWorker({
    size: size(cpu, '2Gi'),
    kubeadmConfigPatches: [`kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {system-reserved: "${reserved}"}}`],
  });

export const PATCH_ROWS: readonly Row[] = [
  {
    rule: 'kubeadm-patches',
    breaks: patched('kind: [ClusterConfiguration'),
    message: 'kind: kubeadmConfigPatches[0] is not a YAML mapping.',
    near: patched('kind: ClusterConfiguration'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: patched('apiServer: {}'),
    message: 'kind: kubeadmConfigPatches[0] has no kind, so kind would ignore it.',
    near: patched('kind: ClusterConfiguration\napiServer: {}'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: patched('kind: ClusterConfig'),
    message:
      'kind: kubeadmConfigPatches[0] has the kind "ClusterConfig", which no kubeadm configuration has, so kind would ignore it.',
    near: patched('kind: KubeProxyConfiguration'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: patched('kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1'),
    message:
      'kind: kubeadmConfigPatches[0] has the apiVersion kubelet.config.k8s.io/v1, which a KubeletConfiguration never has, so kind would ignore it.',
    near: patched('kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1'),
  },
  {
    rule: 'kubeadm-patches',
    severity: 'warning',
    breaks: patched('kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta3'),
    message:
      "kind: kubeadmConfigPatches[0] has the apiVersion kubeadm.k8s.io/v1beta3, and kind would ignore it where the node image's kubeadm has another.",
    near: patched('kind: ClusterConfiguration'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: patchedWorker('kind: KubeletConfiguration\nmaxPods: 20'),
    message:
      'kind-worker: kubeadmConfigPatches[0]: kubeadm reads no KubeletConfiguration on kind-worker, so the patch would change nothing.',
    near: patched('kind: KubeletConfiguration\nmaxPods: 20'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: patchedWorker('kind: InitConfiguration'),
    message:
      'kind-worker: kubeadmConfigPatches[0]: kubeadm reads no InitConfiguration on kind-worker, so the patch would change nothing.',
    near: patchedWorker('kind: JoinConfiguration'),
  },
  {
    rule: 'kubeadm-patches',
    breaks: configured({ kubeadmConfigPatches: ['kind: JoinConfiguration'] }),
    message:
      'kind: kubeadmConfigPatches[0]: kubeadm reads no JoinConfiguration in this cluster, so the patch would change nothing.',
    near: patched('kind: JoinConfiguration'),
  },
  {
    rule: 'kubeadm-json-patches',
    breaks: jsonPatched('kubeadm.k8s.io', 'v1beta3', 'ClusterConfiguration', '{"op": "add"}'),
    message: 'kind: kubeadmConfigPatchesJSON6902[0] is not a list of operations, each with op and path.',
    near: jsonPatched(
      'kubeadm.k8s.io',
      'v1beta3',
      'ClusterConfiguration',
      '- op: add\n  path: /apiServer/certSANs/-\n  value: my-host',
    ),
  },
  {
    rule: 'kubeadm-json-patches',
    breaks: jsonPatched('kubeadm.k8s.io', 'v1beta3', 'Cluster'),
    message:
      'kind: kubeadmConfigPatchesJSON6902[0] is for kubeadm.k8s.io/v1beta3 Cluster, which no kubeadm configuration has, so kind would ignore it.',
    near: jsonPatched('kubelet.config.k8s.io', 'v1beta1', 'KubeletConfiguration'),
  },
  {
    rule: 'kubeadm-json-patches',
    severity: 'warning',
    breaks: jsonPatched('kubeadm.k8s.io', 'v1beta2', 'ClusterConfiguration'),
    message:
      'kind: kubeadmConfigPatchesJSON6902[0] is for kubeadm.k8s.io/v1beta2, and the kubeadm of kindest/node:v1.32.2 has v1beta3, so kind would ignore it.',
    near: jsonPatched('kubeadm.k8s.io', 'v1beta3', 'ClusterConfiguration'),
  },
  {
    rule: 'kubeadm-json-patches',
    breaks: onWorker({
      kubeadmConfigPatchesJSON6902: [{ group: 'kubeadm.k8s.io', version: 'v1beta3', kind: 'InitConfiguration', patch: '[]' }],
    }),
    message:
      'kind-worker: kubeadmConfigPatchesJSON6902[0]: kubeadm reads no InitConfiguration there, so the patch would change nothing.',
    near: onWorker({
      kubeadmConfigPatchesJSON6902: [{ group: 'kubeadm.k8s.io', version: 'v1beta3', kind: 'JoinConfiguration', patch: '[]' }],
    }),
  },
  {
    rule: 'node-labels-patch',
    severity: 'warning',
    breaks: onWorker({
      labels: { tier: 'a' },
      kubeadmConfigPatches: ['kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {node-labels: "x=y"}}'],
    }),
    message: 'kind-worker: kubeadmConfigPatches[0] sets node-labels, which replaces the `labels` of kind-worker.',
    near: onWorker({
      kubeadmConfigPatches: ['kind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {node-labels: "x=y"}}'],
    }),
  },
  {
    rule: 'containerd-patches',
    breaks: configured({ containerdConfigPatches: ['[plugins'] }),
    message: 'kind: containerdConfigPatches[0] is not TOML: Invalid TOML document: incomplete key-value: cannot find end of key',
    near: configured({
      containerdConfigPatches: ['[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"'],
    }),
  },
  {
    rule: 'containerd-patches',
    severity: 'warning',
    breaks: configured({ containerdConfigPatches: ['version = 3'] }),
    message:
      "kind: containerdConfigPatches[0] has the version 3, and kind would skip it where the node's containerd has another.",
    near: configured({ containerdConfigPatches: ['root = "/var/lib/containerd"'] }),
  },
  {
    rule: 'containerd-patches',
    breaks: configured({ containerdConfigPatchesJSON6902: ['[{"path": "/a"}]'] }),
    message: 'kind: containerdConfigPatchesJSON6902[0] is not a list of operations, each with op and path.',
    near: configured({ containerdConfigPatchesJSON6902: ['[{"op": "remove", "path": "/a"}]'] }),
  },
  {
    rule: 'sized-node-reserved',
    breaks: reserving('cpu=100m'),
    message:
      'kind-worker: kubeadmConfigPatches[0] sets system-reserved to cpu=100m, so kind-worker would not have the size that it declares.',
    near: reserving('cpu=500m'),
  },
  {
    rule: 'sized-node-reserved',
    breaks: described([CONTROL_PLANE, { ...WORKER, size: size('1', '2Gi') }], [], {
      kubeadmConfigPatches: ['kind: KubeletConfiguration\nkubeReserved: {cpu: 200m}'],
    }),
    message:
      'kind: kubeadmConfigPatches[0] sets kubeReserved to {"cpu":"200m"}, so kind-worker would not have the size that it declares.',
    near: described([CONTROL_PLANE, WORKER], [], {
      kubeadmConfigPatches: ['kind: KubeletConfiguration\nkubeReserved: {cpu: 200m}'],
    }),
  },
];

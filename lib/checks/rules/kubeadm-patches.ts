import { clusterName } from '../../kind/names';
import type { Finding, Rule } from '../description';
import { error, warning } from '../finding';
import { type AppliedPatch, kindsReadOn, kubeadmPatches } from '../patches';

/** The kinds of a node's kubeadm configuration, each with the apiVersion that it has; kubeadm's own change with Kubernetes. */
export const KUBEADM_KINDS: Readonly<Record<string, string>> = {
  ClusterConfiguration: 'kubeadm.k8s.io',
  InitConfiguration: 'kubeadm.k8s.io',
  JoinConfiguration: 'kubeadm.k8s.io',
  KubeletConfiguration: 'kubelet.config.k8s.io/v1beta1',
  KubeProxyConfiguration: 'kubeproxy.config.k8s.io/v1alpha1',
};

/**
 * A kubeadm patch changes something: kind applies it to the document of its kind and, where it has one, its apiVersion,
 * and says nothing of a patch that matches none (pkg/internal/patch/kubeyaml.go). kubeadm reads InitConfiguration on the
 * node that starts the cluster and JoinConfiguration on all others, and the kubelet's configuration from the first node
 * alone (kind#3849).
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches
 */
export const kubeadmPatchesRule: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => kubeadmPatches(cluster, clusterName(cluster.config)).flatMap(check));

function check(patch: AppliedPatch): Finding[] {
  const { subject, path, content, nodes, node } = patch;
  if (content === undefined) {
    return [error(path, `${subject} is not a YAML mapping.`, 'Write one, or give the patch as an object.')];
  }
  const kind = String(content.kind ?? '');
  const expected = Object.hasOwn(KUBEADM_KINDS, kind) ? KUBEADM_KINDS[kind] : undefined;
  if (expected === undefined) {
    return [
      error(
        path,
        content.kind === undefined
          ? `${subject} has no kind, so kind would ignore it.`
          : `${subject} has the kind "${kind}", which no kubeadm configuration has, so kind would ignore it.`,
        `Write one of ${Object.keys(KUBEADM_KINDS).join(', ')}.`,
      ),
    ];
  }
  const found = versionProblems(patch, kind, expected);
  if (!nodes.some((on) => kindsReadOn(on).includes(kind))) {
    found.push(
      error(
        path,
        `${subject}: kubeadm reads no ${kind} ${node === undefined ? 'in this cluster' : `on ${node.name}`}, so the patch would change nothing.`,
        instead(kind, patch),
      ),
    );
  }
  return found;
}

function versionProblems({ subject, path, content }: AppliedPatch, kind: string, expected: string): Finding[] {
  const version = content?.apiVersion;
  if (version === undefined || version === expected) return [];
  if (String(version).startsWith(`${expected}/`)) {
    return [
      warning(
        path,
        `${subject} has the apiVersion ${version}, and kind would ignore it where the node image's kubeadm has another.`,
        'Leave apiVersion out; the kind is enough.',
      ),
    ];
  }
  return [
    error(
      path,
      `${subject} has the apiVersion ${version}, which a ${kind} never has, so kind would ignore it.`,
      'Leave apiVersion out; the kind is enough.',
    ),
  ];
}

/** What to write for a kind that kubeadm does not read there. */
function instead(kind: string, { node }: AppliedPatch): string {
  if (kind === 'KubeletConfiguration') {
    return 'Put it on the cluster for all nodes, or use kubeletExtraArgs in nodeRegistration of a JoinConfiguration for this one.';
  }
  if (node === undefined) return 'Leave it out: the cluster has one node, which joins nothing.';
  if (kind === 'InitConfiguration') return 'Use a JoinConfiguration: this node joins the cluster.';
  if (kind === 'JoinConfiguration') return 'Use an InitConfiguration: this node starts the cluster.';
  return 'Put it on the cluster.';
}

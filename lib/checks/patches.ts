import type { KindJson6902Patch } from '../kind/config';
import { isRecord, type PlainRecord } from '../kubernetes/plain';
import { type ClusterNode, clusterNodes } from './cluster-nodes';
import type { DescribedCluster } from './description';

/** A kubeadm patch of a cluster or of one of its nodes. */
export interface AppliedPatch {
  /** What messages begin with: `kind: kubeadmConfigPatches[0]`. */
  readonly subject: string;
  readonly path: string;
  /** The nodes whose kubeadm configuration it is applied to. */
  readonly nodes: readonly ClusterNode[];
  /** The node that it stands on; undefined where it stands on the cluster. */
  readonly node?: ClusterNode;
  /** What the text says; undefined where it is no YAML mapping. */
  readonly content?: PlainRecord;
}

export interface AppliedJsonPatch extends Omit<AppliedPatch, 'content'> {
  readonly target: KindJson6902Patch;
}

/** kind applies those of the cluster before those of the node, to each node's kubeadm configuration. */
export function kubeadmPatches(cluster: DescribedCluster, name: string): AppliedPatch[] {
  return patchLists(cluster, name).flatMap(({ subject, node, nodes, merge }) =>
    merge.map((text, index) => {
      const content = parseYaml(text);
      return {
        subject: `${subject}: kubeadmConfigPatches[${index}]`,
        path: cluster.path,
        nodes,
        ...(node !== undefined && { node }),
        ...(isRecord(content) && { content }),
      };
    }),
  );
}

export function kubeadmJsonPatches(cluster: DescribedCluster, name: string): AppliedJsonPatch[] {
  return patchLists(cluster, name).flatMap(({ subject, node, nodes, json }) =>
    json.map((target, index) => ({
      subject: `${subject}: kubeadmConfigPatchesJSON6902[${index}]`,
      path: cluster.path,
      nodes,
      ...(node !== undefined && { node }),
      target,
    })),
  );
}

/** The kinds that kubeadm reads on a node: one configuration starts the cluster, the other joins it. */
export function kindsReadOn({ first }: ClusterNode): readonly string[] {
  return first
    ? ['ClusterConfiguration', 'InitConfiguration', 'KubeletConfiguration', 'KubeProxyConfiguration']
    : ['JoinConfiguration'];
}

/** The arguments that a kubeadm patch gives to the kubelet, written as a mapping or, since v1beta4, as a list. */
export function kubeletArgs(content: PlainRecord | undefined): PlainRecord {
  const registration = content?.nodeRegistration;
  const args = isRecord(registration) ? registration.kubeletExtraArgs : undefined;
  if (isRecord(args)) return args;
  if (!Array.isArray(args)) return {};
  return Object.fromEntries(args.filter(isRecord).map(({ name, value }) => [String(name), value]));
}

/** The value of a YAML or JSON text; undefined where it is neither. */
export function parseYaml(text: string): unknown {
  // Loaded only where it is needed: most programs patch nothing, and its 70 modules are a tenth of a synth's start.
  const { parseDocument } = require('yaml') as typeof import('yaml');
  const document = parseDocument(text, { logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : document.toJS();
}

function patchLists(cluster: DescribedCluster, name: string) {
  const nodes = clusterNodes(cluster);
  return [
    { subject: name, node: undefined, nodes, of: cluster.config },
    ...nodes.map((node) => ({ subject: node.name, node, nodes: [node], of: node.node })),
  ].map(({ of, ...where }) => ({ ...where, merge: of.kubeadmConfigPatches ?? [], json: of.kubeadmConfigPatchesJSON6902 ?? [] }));
}

import { clusterName } from '../../kind/names';
import { isRecord } from '../../kubernetes/plain';
import { minorVersion } from '../../kubernetes/version';
import type { Finding, Rule } from '../description';
import { error, warning } from '../finding';
import { type AppliedJsonPatch, kindsReadOn, kubeadmJsonPatches, parseYaml } from '../patches';
import { KUBEADM_KINDS } from './kubeadm-patches';

/**
 * A JSON 6902 patch of the kubeadm configuration is a list of operations on a kind, group and version that the node has;
 * kind ignores any other. kubeadm's version is v1beta2 before Kubernetes 1.23, v1beta3 to 1.35, then v1beta4.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export const kubeadmJsonPatchesRule: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => kubeadmJsonPatches(cluster, clusterName(cluster.config)).flatMap(check));

function check({ subject, path, nodes, target }: AppliedJsonPatch): Finding[] {
  const { group, version, kind, patch } = target;
  const found: Finding[] = isJsonPatch(patch)
    ? []
    : [
        error(
          path,
          `${subject} is not a list of operations, each with op and path.`,
          'Write for example [{"op": "add", "path": "/…", "value": "…"}].',
        ),
      ];
  const known = KUBEADM_KINDS[kind];
  if (known === undefined || (known !== group && known !== `${group}/${version}`)) {
    found.push(
      error(
        path,
        `${subject} is for ${group}/${version} ${kind}, which no kubeadm configuration has, so kind would ignore it.`,
        'Write for example group kubeadm.k8s.io, version v1beta3, kind ClusterConfiguration.',
      ),
    );
    return found;
  }
  if (!nodes.some((node) => kindsReadOn(node).includes(kind))) {
    found.push(
      error(
        path,
        `${subject}: kubeadm reads no ${kind} there, so the patch would change nothing.`,
        'Use InitConfiguration on the first control plane, JoinConfiguration on other nodes.',
      ),
    );
  }
  const expected = known === group ? kubeadmVersion(nodes[0]?.node.image) : version;
  if (expected !== undefined && expected !== version) {
    found.push(
      warning(
        path,
        `${subject} is for ${group}/${version}, and the kubeadm of ${nodes[0]?.node.image} has ${expected}, so kind would ignore it.`,
        `Write version ${expected}.`,
      ),
    );
  }
  return found;
}

/** Whether a text is a list of RFC 6902 operations. */
export function isJsonPatch(text: string): boolean {
  const operations = parseYaml(text);
  return (
    Array.isArray(operations) &&
    operations.every((operation) => isRecord(operation) && typeof operation.op === 'string' && typeof operation.path === 'string')
  );
}

function kubeadmVersion(image: string | undefined): string | undefined {
  const minor = minorVersion(image);
  if (minor === undefined) return undefined;
  return minor < 23 ? 'v1beta2' : minor < 36 ? 'v1beta3' : 'v1beta4';
}

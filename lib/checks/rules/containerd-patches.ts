import { clusterName } from '../../kind/names';
import type { DescribedCluster, Finding, Rule } from '../description';
import { error, warning } from '../finding';
import { isJsonPatch } from './kubeadm-json-patches';

/**
 * A containerd patch is TOML that is merged into the node's configuration; one that has a `version` other than that is
 * skipped without a word (pkg/internal/patch/toml.go). A JSON 6902 patch is a list of operations.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#containerd-config-patches
 */
export const containerdPatches: Rule = ({ clusters }) =>
  clusters.flatMap((cluster) => [...merged(cluster), ...operations(cluster)]);

function merged({ path, config }: DescribedCluster): Finding[] {
  return (config.containerdConfigPatches ?? []).flatMap((text, index) => {
    const subject = `${clusterName(config)}: containerdConfigPatches[${index}]`;
    const content = parseToml(text);
    if (typeof content === 'string')
      return [error(path, `${subject} is not TOML: ${content}`, 'Correct it, or give the patch as an object.')];
    if (!('version' in content)) return [];
    return [
      warning(
        path,
        `${subject} has the version ${content.version}, and kind would skip it where the node's containerd has another.`,
        'Leave version out.',
      ),
    ];
  });
}

function operations({ path, config }: DescribedCluster): Finding[] {
  return (config.containerdConfigPatchesJSON6902 ?? []).flatMap((text, index) =>
    isJsonPatch(text)
      ? []
      : [
          error(
            path,
            `${clusterName(config)}: containerdConfigPatchesJSON6902[${index}] is not a list of operations, each with op and path.`,
            'Write for example [{"op": "add", "path": "/…", "value": "…"}].',
          ),
        ],
  );
}

/** The content, or why there is none. */
function parseToml(text: string): Record<string, unknown> | string {
  // Loaded only where it is needed: few programs patch containerd.
  const { parse } = require('smol-toml') as typeof import('smol-toml', { with: { 'resolution-mode': 'import' }});
  try {
    return parse(text);
  } catch (cause) {
    return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
  }
}

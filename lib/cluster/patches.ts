import { Yaml } from 'cdk8s';
import type { KindJson6902Patch } from '../kind/config';

/**
 * What kind merges into a document of the kubeadm configuration that it generates, after RFC 7386: objects are merged,
 * null deletes a field, everything else replaces it.
 *
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches
 */
export interface KubeadmPatch {
  /** The document to patch; kind ignores a patch that matches none without a word. */
  readonly kind:
    | 'ClusterConfiguration'
    | 'InitConfiguration'
    | 'JoinConfiguration'
    | 'KubeletConfiguration'
    | 'KubeProxyConfiguration';
  /**
   * Leave it out: which version kubeadm speaks depends on the version of Kubernetes, and a patch for another one is ignored.
   *
   * @default any
   */
  readonly apiVersion?: string;
  readonly [field: string]: unknown;
}

/** A patch of RFC 6902 for a document of the kubeadm configuration. */
export interface KubeadmJsonPatch {
  /** For example `kubeadm.k8s.io`. */
  readonly group: string;
  /** For example `v1beta3`; it has to be the version that kind generates. */
  readonly version: string;
  /** For example `ClusterConfiguration`. */
  readonly kind: string;
  /** The operations, or their text, JSON or YAML. */
  readonly patch: readonly JsonPatchOperation[] | string;
}

/**
 * An operation of a JSON patch.
 * @see https://datatracker.ietf.org/doc/html/rfc6902#section-4
 */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/**
 * What kind merges into containerd's configuration, by the names of its TOML tables.
 * @see https://kind.sigs.k8s.io/docs/user/local-registry/
 */
export type ContainerdPatch = Readonly<Record<string, unknown>>;

// A text is what kind reads, and stays as it is; the checks say where it is none.

export function kubeadmPatchText(patch: KubeadmPatch | string): string {
  return typeof patch === 'string' ? patch : yamlText(patch);
}

export function kubeadmJsonPatch({ group, version, kind, patch }: KubeadmJsonPatch): KindJson6902Patch {
  return { group, version, kind, patch: jsonPatchText(patch) };
}

export function jsonPatchText(patch: readonly JsonPatchOperation[] | string): string {
  return typeof patch === 'string' ? patch : yamlText(patch);
}

export function containerdPatchText(patch: ContainerdPatch | string): string {
  if (typeof patch === 'string') return patch;
  // Loaded only where it is needed: few programs patch containerd, and all of them wait for what synth loads.
  const { stringify } = require('smol-toml') as typeof import('smol-toml', { with: { 'resolution-mode': 'import' }});
  return stringify(patch);
}

// Yaml.stringify writes undefined as null, which in a merge patch means to delete the field.
function yamlText(value: unknown): string {
  return Yaml.stringify(JSON.parse(JSON.stringify(value)));
}

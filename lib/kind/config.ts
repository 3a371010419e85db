/**
 * The kind configuration, kind.x-k8s.io/v1alpha4, as it stands in dist/kind/cluster.yaml.
 *
 * Plain data: both halves of the program read it, the one that describes and the one that runs.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/
 */
export const KIND_API_VERSION = 'kind.x-k8s.io/v1alpha4';

export interface KindConfig {
  readonly kind: 'Cluster';
  readonly apiVersion: typeof KIND_API_VERSION;
  /** @default 'kind' */
  readonly name?: string;
  /** @default one control plane */
  readonly nodes?: readonly KindNode[];
  readonly networking?: KindNetworking;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly runtimeConfig?: Readonly<Record<string, string>>;
  /** YAML text, RFC 7386 merge patches. */
  readonly kubeadmConfigPatches?: readonly string[];
  readonly kubeadmConfigPatchesJSON6902?: readonly KindJson6902Patch[];
  /** TOML text, merge patches. */
  readonly containerdConfigPatches?: readonly string[];
  /** JSON or YAML text, RFC 6902. */
  readonly containerdConfigPatchesJSON6902?: readonly string[];
}

export type KindRole = 'control-plane' | 'worker';

export interface KindNode {
  /** @default 'control-plane' */
  readonly role?: KindRole;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly extraMounts?: readonly KindMount[];
  readonly extraPortMappings?: readonly KindPortMapping[];
  readonly kubeadmConfigPatches?: readonly string[];
  readonly kubeadmConfigPatchesJSON6902?: readonly KindJson6902Patch[];
}

export interface KindMount {
  readonly hostPath?: string;
  readonly containerPath?: string;
  readonly readOnly?: boolean;
  readonly selinuxRelabel?: boolean;
  /** @default 'None' */
  readonly propagation?: 'None' | 'HostToContainer' | 'Bidirectional';
}

export interface KindPortMapping {
  readonly containerPort?: number;
  /** 0: a free one, chosen by kind; -1: chosen by Docker at every start. */
  readonly hostPort?: number;
  /** @default '0.0.0.0', '::' in an IPv6 cluster */
  readonly listenAddress?: string;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

export interface KindNetworking {
  /** @default 'ipv4' */
  readonly ipFamily?: 'ipv4' | 'ipv6' | 'dual';
  /** 0: a free one, chosen by kind; -1: chosen by Docker. @default 0 */
  readonly apiServerPort?: number;
  /** @default '127.0.0.1', '::1' in an IPv6 cluster */
  readonly apiServerAddress?: string;
  readonly podSubnet?: string;
  readonly serviceSubnet?: string;
  /** @default false */
  readonly disableDefaultCNI?: boolean;
  /** @default 'iptables' */
  readonly kubeProxyMode?: 'iptables' | 'ipvs' | 'nftables' | 'none';
  /** @default null: as on the host. An empty list removes all search domains. */
  readonly dnsSearch?: readonly string[] | null;
}

export interface KindJson6902Patch {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly patch: string;
}

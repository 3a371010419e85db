/** What a node sees where its size should be mounted: read of the nodes whose size is wrong, to say why. */
export interface SizeEvidence {
  /** What /proc/meminfo is in the node: our file, the host's, or the empty folder that Docker makes of a missing file. */
  readonly meminfo: { readonly kind: 'file'; readonly text: string; readonly changedAtMs: number } | { readonly kind: 'folder' };
  /** What /sys/devices/system/cpu/online says in the node; absent when there is none. */
  readonly online?: string;
  readonly kubeletStartedAtMs?: number;
}

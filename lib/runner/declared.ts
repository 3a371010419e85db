import type { KindConfig } from '../kind/config';
import type { NamedNode } from '../kind/names';
import type { NodeSize } from '../kind/node-size';
import type { KubernetesObject } from '../kubernetes/object';

/** What a dist folder declares, and so what must hold on the cluster. */
export interface Declared {
  /** The folder as the user named it. */
  readonly dir: string;
  /** The manifest files that `kubectl apply -f <dir>` reads, in its order. */
  readonly manifests: readonly string[];
  readonly objects: readonly DeclaredObject[];
  /** Absent when the folder has no kind/cluster.yaml. */
  readonly cluster?: DeclaredCluster;
}

export interface DeclaredObject {
  readonly file: string;
  readonly object: KubernetesObject;
}

export interface DeclaredCluster {
  /** The kind configuration's file. */
  readonly file: string;
  readonly name: string;
  readonly config: KindConfig;
  readonly nodes: readonly DeclaredNode[];
}

export interface DeclaredNode extends NamedNode {
  /** The size that its mounted files declare; absent when it mounts none. */
  readonly size?: NodeSize;
}

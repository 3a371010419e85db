import type { KindConfig } from '../kind/config';
import type { NodeSize } from '../kind/node-size';
import type { KubernetesObject } from '../kubernetes/object';

/** Everything that a program describes, as plain data: what the checks read. */
export interface Description {
  readonly clusters: readonly DescribedCluster[];
  readonly objects: readonly DescribedObject[];
}

export interface DescribedCluster {
  /** The path of its construct in the tree. */
  readonly path: string;
  readonly config: KindConfig;
  /** The sizes of its nodes, in the order of the configuration; undefined where a node has none. */
  readonly sizes: readonly (NodeSize | undefined)[];
}

export interface DescribedObject {
  /** The path of its construct in the tree. */
  readonly path: string;
  readonly object: KubernetesObject;
}

/** A mistake, or what might be one. */
export interface Problem {
  /** The rule that found it, for example `node-port-mapped`. */
  readonly rule: string;
  /** An error fails synth; a warning is only printed. */
  readonly severity: 'error' | 'warning';
  /** The path of the construct that it concerns. */
  readonly path: string;
  /** What is wrong, with the value, and the rule that it breaks. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What a rule finds: a problem without the rule's name, which the registry adds. */
export type Finding = Omit<Problem, 'rule'>;

/** One rule: everything it finds wrong in a description. */
export type Rule = (description: Description) => Finding[];

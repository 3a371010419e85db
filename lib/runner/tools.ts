import type { Colors } from 'picocolors/types';
import type { Programs } from './process';
import type { Progress } from './progress';

/** What a command works with. */
export interface Tools {
  readonly programs: Programs;
  readonly progress: Progress;
  /** Aborted by a signal of the user; its reason is an Interrupted. */
  readonly signal: AbortSignal;
  /** Writes what the command is asked for, without the progress on the way there. */
  readonly print: (text: string) => void;
  readonly columns: number;
  /** Whether `print` writes to a terminal. */
  readonly isTerminal: boolean;
  readonly colors: Colors;
}

/** Options that several commands share. */
export interface CommonOptions {
  /** The folder of manifests. @default 'dist' */
  readonly dist: string;
  /** A cluster that exists; no Docker is needed, and none is made or removed. */
  readonly context?: string;
}

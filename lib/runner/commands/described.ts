import { copyOthers, readOutput, writeOutput } from '../../output/output-folder';
import type { Declared } from '../declared';
import { readDist } from '../dist';
import { ExitStatus, UserError } from '../errors';
import type { Programs } from '../process';
import { synthesize } from './synthesize';

/** What dist/ will declare once it is written. */
export interface Described {
  readonly declared: Declared;
  /** The warnings of the checks, and what was accepted, a paragraph each. */
  readonly warnings: readonly string[];
  /**
   * Writes dist/.
   * @throws UserError (2) where that is not possible
   */
  publish(): void;
}

/**
 * Synthesizes main.ts without writing dist/ yet: running nodes mount files of dist/, and who only looks, or is going to refuse, must
 * not change them.
 *
 * @param stage a folder that the files are kept in until then
 * @throws UserError (2) with the report of synth
 */
export async function describe(programs: Programs, dist: string, stage: string): Promise<Described> {
  const warnings = await synthesize(programs, dist, stage);
  copyOthers(dist, stage);
  return { declared: await readDist(dist, stage), warnings, publish: () => publish(stage, dist) };
}

function publish(stage: string, dist: string): void {
  try {
    writeOutput(dist, readOutput(stage));
  } catch (error) {
    throw new UserError(ExitStatus.usage, (error as Error).message, undefined, { cause: error as Error });
  }
}

import type { Command } from 'commander';
import { ExitStatus, UserError } from './errors';

/** An .npmrc may have it. Typed before the `--` it is noticed all the same: npm hands on its value as a word too many. */
const OF_NPM = '--timeout';

/**
 * npm keeps options that stand before the `--`, and tells its scripts of them only in the environment: without this they would do nothing.
 * @see https://docs.npmjs.com/cli/v10/using-npm/config#environment-variables
 */
export function refuseTakenByNpm(command: Command | undefined, words: readonly string[]): void {
  const taken = (command?.options ?? []).filter(({ long }) => {
    const isTyped = words.some((word) => word === long || word.startsWith(`${long}=`));
    return long !== OF_NPM && !isTyped && process.env[`npm_config_${long?.slice(2)}`] !== undefined;
  });
  if (taken.length === 0) return;
  throw new UserError(
    ExitStatus.usage,
    `npm took ${taken.map(({ long }) => long).join(' and ')} for itself, because no -- stands before it.`,
    `npm run ${command?.name()} -- ${taken.map(({ flags }) => flags).join(' ')}`,
  );
}

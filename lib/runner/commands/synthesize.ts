import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';

/**
 * Writes dist/ anew, in a process of its own: the runner imports no construct.
 *
 * @returns the warnings of the checks, and what was accepted, a paragraph each
 * @throws UserError (2) with the report of synth
 */
export async function synthesize(programs: Programs, dist: string): Promise<string[]> {
  const cli = join('lib', 'synth', 'cli.ts');
  if (!existsSync(cli)) {
    throw new UserError(
      ExitStatus.usage,
      `There is no ${cli} in ${process.cwd()}.`,
      'Run the command from the project’s root, or name a folder of manifests with --dist DIR.',
    );
  }
  try {
    const args = ['-r', 'cdk8s-plus-30', '-r', 'yaml', '-r', 'tsx/cjs', cli];
    const { stdout } = await programs.run(process.execPath, args, { env: { CDK8S_OUTDIR: dist } });
    return stdout.split('\n\n').filter((paragraph) => /^(warning|accepted): /.test(paragraph));
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new UserError(ExitStatus.usage, error.result.stderr.trim(), undefined, { cause: error });
  }
}

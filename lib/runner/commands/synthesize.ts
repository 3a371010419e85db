import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE_VARIABLE } from '../../output/stage';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';

/**
 * Runs main.ts, in a process of its own: the runner imports no construct.
 *
 * @param stage the folder that it writes to what is meant for dist/
 * @returns the warnings of the checks, and what was accepted, a paragraph each
 * @throws UserError (2) with the report of synth
 */
export async function synthesize(programs: Programs, dist: string, stage: string): Promise<string[]> {
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
    const { stdout } = await programs.run(process.execPath, args, {
      env: { CDK8S_OUTDIR: dist, [STAGE_VARIABLE]: stage },
    });
    if (!existsSync(stage)) throw elsewhere(dist);
    return stdout.split('\n\n').filter((paragraph) => /^(warning|accepted): /.test(paragraph));
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new UserError(ExitStatus.usage, error.result.stderr.trim(), undefined, { cause: error });
  }
}

function elsewhere(dist: string): UserError {
  return new UserError(
    ExitStatus.usage,
    `main.ts writes nothing to ${dist}: its KindApp has another outdir.`,
    'Leave outdir out; or write that folder with npm run synth, and name it with --dist DIR.',
  );
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';

/** Writes dist/ anew, in a process of its own: the runner imports no construct. */
export async function synthesize(programs: Programs, dist: string): Promise<void> {
  const cli = join('lib', 'synth', 'cli.ts');
  if (!existsSync(cli)) {
    throw new UserError(
      ExitStatus.usage,
      `There is no ${cli} in ${process.cwd()}.`,
      'Run the command from the project’s root, or name a folder of manifests with --dist DIR.',
    );
  }
  try {
    await programs.run(process.execPath, ['-r', './lib/typescript/register.cjs', cli], {
      env: { CDK8S_OUTDIR: dist },
    });
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    throw new UserError(ExitStatus.usage, error.result.stderr.trim(), undefined, { cause: error });
  }
}

import * as path from 'node:path';

/**
 * The environment variable that names a folder to write to in place of the output folder, with the content that is meant for there: `npm run
 * up` and `plan` look at what main.ts describes before dist/ changes, whose files running nodes mount.
 */
export const STAGE_VARIABLE = 'CDK8S_KIND_STAGE';

/** Where the files for an output folder are to be written; undefined where another app's are staged. */
export function placeFor(outdir: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const stage = env[STAGE_VARIABLE];
  if (stage === undefined) return outdir;
  return path.resolve(outdir) === path.resolve(env.CDK8S_OUTDIR ?? 'dist') ? stage : undefined;
}

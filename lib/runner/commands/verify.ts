import { readDist } from '../dist';
import type { Reporting } from '../reporting';
import { existingCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { verify } from '../verify/verify';

/** Judges the running cluster against dist/; changes nothing. What it found goes into the report. */
export async function verifyCommand(options: CommonOptions, { programs, progress }: Tools, reporting: Reporting): Promise<void> {
  const declared = await readDist(options.dist);
  await withTemporaryFolder(async (folder) => {
    const cluster = await existingCluster(programs, declared, options, folder);
    reporting.judged(await progress.step('verify', () => verify(cluster.declared, cluster.target, programs)));
  });
}

import { measureUsage } from '../cluster/usage';
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
    const names = cluster.containers?.nodes.map(({ name }) => name);
    reporting.judged(
      await progress.step('verify', async () => {
        // Docker takes a second or two to measure: only for a report, which shows it.
        const used = reporting.isWanted ? await measureUsage(programs, cluster.kubectl, names) : undefined;
        return verify(cluster.declared, cluster.target, programs, used === undefined ? {} : { used });
      }),
    );
  });
}

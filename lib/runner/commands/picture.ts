import { writeFile } from 'node:fs/promises';
import { drawSvg } from '../../topology/svg';
import { measureUsage } from '../cluster/usage';
import { readDist } from '../dist';
import { ExitStatus, UserError } from '../errors';
import { fromReport } from '../report/topology';
import { existingCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { verify } from '../verify/verify';

/** Draws the running cluster, as verify finds it, into an SVG file. */
export async function picture(file: string, options: CommonOptions, { programs, progress }: Tools): Promise<void> {
  const declared = await readDist(options.dist);
  await withTemporaryFolder(async (folder) => {
    const { declared: judged, target, kubectl, containers } = await existingCluster(programs, declared, options, folder);
    const topology = await progress.step(`draw ${file}`, async () => {
      const used = await measureUsage(
        programs,
        kubectl,
        containers?.nodes.map(({ name }) => name),
      );
      return fromReport(await verify(judged, target, programs, { used }));
    });
    if (topology === undefined)
      throw new UserError(ExitStatus.failed, 'There is no node to draw.', 'npm run status shows what there is.');
    await writeFile(file, drawSvg(topology).text).catch((error: Error) => {
      throw new UserError(
        ExitStatus.machine,
        `The picture cannot be written to ${file}: ${error.message}.`,
        'Name a file in a folder that exists.',
      );
    });
  });
}

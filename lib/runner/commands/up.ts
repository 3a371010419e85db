import { join } from 'node:path';
import { withLock } from '../cluster/lock';
import { containerUsage, type Usage } from '../cluster/usage';
import { readDist } from '../dist';
import { cacheFolder } from '../folders';
import type { Reporting } from '../reporting';
import { kindCluster, namedCluster, noCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { describe } from './described';
import { makeCluster } from './make-cluster';
import { settle } from './settle';

export interface UpOptions extends CommonOptions {
  /** The limit of each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Consent to delete the cluster and create it again. */
  readonly recreate: boolean;
  /** Whether dist/ is written anew first: not when the user named a folder. */
  readonly synth: boolean;
}

/** Makes what dist/ declares real, and verifies it. What it did and found goes into the report. */
export async function up(options: UpOptions, tools: Tools, reporting: Reporting): Promise<void> {
  const over = new AbortController();
  // Docker takes two seconds to measure. Where there is nothing to do the rest takes no longer, so it begins at once.
  const measuring = options.context === undefined ? containerUsage(tools.programs, [], over.signal) : undefined;
  measuring?.catch(() => {});
  try {
    await bring(options, tools, reporting, measuring);
  } finally {
    over.abort();
  }
}

async function bring(
  options: UpOptions,
  tools: Tools,
  reporting: Reporting,
  measuring: Promise<Usage> | undefined,
): Promise<void> {
  const { programs, progress } = tools;
  await withTemporaryFolder(async (folder) => {
    const described = options.synth
      ? await progress.step('synth', () => describe(programs, options.dist, join(folder, 'dist')))
      : undefined;
    for (const warning of described?.warnings ?? []) progress.note(warning);
    const declared = described?.declared ?? (await readDist(options.dist));
    const publish = () => described?.publish();
    const { context } = options;
    if (context !== undefined) {
      publish();
      await settle(namedCluster(programs, declared, context), options.timeoutMs, tools, reporting);
      return;
    }
    const { cluster } = declared;
    if (cluster === undefined) throw noCluster(declared);
    await withLock(cacheFolder(), cluster.name, 'up', async () => {
      const { made, containers } = await makeCluster(declared, cluster, options.recreate, publish, tools, reporting.actions);
      const running = await kindCluster(programs, declared, folder, containers);
      // What was created or started this moment first has to find its rest.
      await settle(running, options.timeoutMs, tools, reporting, made, made === 'found' ? measuring : undefined);
    });
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Declared, DeclaredCluster } from '../declared';
import type { Programs } from '../process';
import { clusterContainers } from './containers';
import { type Loaded, loadImages } from './load';
import { unpackSystemImages } from './unpack';

/** How often is asked: often enough, and little beside what the start of a node costs. */
const INTERVAL_MS = 1000;

/**
 * Does what need not wait for kind while it brings the cluster up: loads the workloads' images, and unpacks the workers' own. What fails, or
 * comes too late, is done when the nodes are there.
 *
 * @param over aborted when kind is through
 */
export async function whileNodesComeUp(programs: Programs, declared: Declared, over: AbortSignal): Promise<Loaded[]> {
  const { cluster } = declared;
  if (cluster === undefined) return [];
  /** Tries until it comes to something, or kind is through. */
  const retry = async <T>(attempt: () => Promise<T | false>): Promise<T | undefined> => {
    for (;;) {
      await sleep(INTERVAL_MS, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return undefined;
      const result = await attempt().catch(() => false as const);
      if (result !== false) return result;
    }
  };
  await retry(() => allRun(programs, cluster));
  const workers = cluster.nodes.filter(({ role }) => role === 'worker');
  const [loaded] = await Promise.all([
    retry(async () => {
      const images = await loadImages(programs, declared, () => {});
      return images.length > 0 && images;
    }),
    ...workers.map(({ name }) => retry(() => unpackSystemImages(programs, name))),
  ]);
  return loaded ?? [];
}

async function allRun(programs: Programs, cluster: DeclaredCluster): Promise<boolean> {
  const { nodes } = await clusterContainers(programs, cluster.name);
  return nodes.length === cluster.nodes.length && nodes.every(({ state }) => state === 'running');
}

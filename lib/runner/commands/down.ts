import { clusterContainers } from '../cluster/containers';
import { HalfMadeNote } from '../cluster/half-made';
import { deleteCluster } from '../cluster/lifecycle';
import { withLock } from '../cluster/lock';
import { removeProxies } from '../cluster/proxies';
import { readDist } from '../dist';
import { cacheFolder } from '../folders';
import { noCluster } from '../target';
import type { Tools } from '../tools';

/** Deletes the cluster that dist/ names, with its proxies and its context. */
export async function down(dist: string, { programs, progress, print }: Tools): Promise<void> {
  const declared = await readDist(dist);
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  await withLock(cacheFolder(), cluster.name, 'down', async () => {
    const found = await clusterContainers(programs, cluster.name);
    const { nodes, balancers, proxies } = found;
    if (nodes.length + balancers.length + proxies.length === 0) {
      new HalfMadeNote(cacheFolder(), cluster.name).remove();
      print(`There is no cluster ${cluster.name}; nothing to do.`);
      return;
    }
    await progress.step(`delete cluster ${cluster.name}`, async () => {
      await removeProxies(programs, found);
      await deleteCluster(programs, cluster.name);
    });
    new HalfMadeNote(cacheFolder(), cluster.name).remove();
  });
}

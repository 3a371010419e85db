import { clusterContainers } from '../cluster/containers';
import { containerDifferences, refusal } from '../cluster/differences';
import { HalfMadeNote } from '../cluster/half-made';
import { deleteCluster } from '../cluster/lifecycle';
import { withLock } from '../cluster/lock';
import { needsConsent } from '../cluster/plan';
import { removeProxies } from '../cluster/proxies';
import { readDist } from '../dist';
import { cacheFolder } from '../folders';
import { noCluster } from '../target';
import type { Tools } from '../tools';

/**
 * Deletes the cluster that dist/ declares, with its proxies and its context, and what an interrupted creation left of it.
 *
 * @throws UserError (4) where it differs in what kind cannot change: another one of this name, perhaps somebody's everyday cluster
 */
export async function down(dist: string, { programs, progress, print }: Tools): Promise<void> {
  const declared = await readDist(dist);
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  await withLock(cacheFolder(), cluster.name, 'down', async () => {
    const note = new HalfMadeNote(cacheFolder(), cluster.name);
    const found = await clusterContainers(programs, cluster.name);
    const { nodes, balancers, proxies } = found;
    if (nodes.length + balancers.length + proxies.length === 0) {
      note.remove();
      print(`There is no cluster ${cluster.name}; nothing to do.`);
      return;
    }
    const foreign = needsConsent(containerDifferences(cluster, found));
    const ofKind = [...nodes, ...balancers];
    if (foreign.length > 0 && !note.mayHaveMade(ofKind)) {
      throw refusal(cluster, foreign, `kind delete cluster --name ${cluster.name} deletes it all the same.`);
    }
    // Of a deletion that is cut off the rest is ours all the same.
    note.begin();
    note.add(...ofKind.map(({ id }) => id));
    await progress.step(`delete cluster ${cluster.name}`, async () => {
      await removeProxies(programs, found);
      await deleteCluster(programs, cluster.name);
    });
    note.remove();
  });
}

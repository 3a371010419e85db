import { clusterContainers } from '../cluster/containers';
import { stopContainers } from '../cluster/lifecycle';
import { withLock } from '../cluster/lock';
import { readDist } from '../dist';
import { ExitStatus, UserError } from '../errors';
import { cacheFolder } from '../folders';
import { noCluster } from '../target';
import type { Tools } from '../tools';

/** Stops the cluster's containers and keeps them. */
export async function stop(dist: string, { programs, progress, print }: Tools): Promise<void> {
  const declared = await readDist(dist);
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  await withLock(cacheFolder(), cluster.name, 'stop', async () => {
    const found = await clusterContainers(programs, cluster.name);
    if (found.nodes.length === 0)
      throw new UserError(ExitStatus.machine, `There is no cluster ${cluster.name}.`, 'npm run up creates it.');
    const running = found.nodes.filter(({ state }) => state === 'running' || state === 'paused');
    if (running.length === 0) {
      print(`The cluster ${cluster.name} is stopped already; npm run up starts it again.`);
      return;
    }
    await progress.step(`stop ${running.map(({ name }) => name).join(', ')}`, () => stopContainers(programs, found));
    print(`The cluster ${cluster.name} is stopped, and nothing of it is lost; npm run up starts it again.`);
  });
}

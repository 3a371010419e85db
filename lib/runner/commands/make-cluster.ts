import { join } from 'node:path';
import { type ClusterContainers, clusterContainers } from '../cluster/containers';
import { containerDifferences, refusal } from '../cluster/differences';
import { HalfMadeNote } from '../cluster/half-made';
import { refuseOthersContext, requireWritableKubeconfig } from '../cluster/kubeconfig';
import { createCluster, deleteCluster, startContainers } from '../cluster/lifecycle';
import { describeLoaded, doubtsOf } from '../cluster/load';
import { needsConsent } from '../cluster/plan';
import { removeProxies } from '../cluster/proxies';
import { whileNodesComeUp } from '../cluster/while-nodes-come-up';
import type { Declared, DeclaredCluster } from '../declared';
import { cacheFolder } from '../folders';
import type { Tools } from '../tools';
import { examineMachine } from './machine';

/** What became of the cluster's containers; started also where Docker has just done that, as it does when it comes back itself. */
export type Made = 'created' | 'started' | 'found';

/**
 * Brings the cluster's containers to what is declared: creates, starts or leaves them.
 *
 * @param recreate consent to delete a cluster that differs in what kind cannot change
 * @param decided called when nothing is refused any more, before anything is changed
 * @param actions is told what was done
 * @returns what became of them, and the containers where they were left as they are
 * @throws UserError (4) without that consent, (3) when this machine cannot have the cluster
 */
export async function makeCluster(
  declared: Declared,
  cluster: DeclaredCluster,
  recreate: boolean,
  decided: () => void,
  tools: Tools,
  actions: string[],
): Promise<{ readonly made: Made; readonly containers?: ClusterContainers }> {
  const { programs, progress } = tools;
  const note = new HalfMadeNote(cacheFolder(), cluster.name);
  const found = await clusterContainers(programs, cluster.name);
  const halfMade = note.speaksOf([...found.nodes, ...found.balancers]);
  const differences = containerDifferences(cluster, found);
  const consentFor = needsConsent(differences);
  if (consentFor.length > 0 && !recreate && !halfMade) {
    throw refusal(
      cluster,
      consentFor,
      'npm run up -- --recreate deletes it and creates it anew; another name in main.ts leaves it alone.',
    );
  }
  const remove = halfMade
    ? 'remove what an interrupted creation left'
    : consentFor.length > 0
      ? `delete cluster ${cluster.name}, as --recreate allows`
      : undefined;
  if (found.nodes.length === 0 || remove !== undefined) {
    // Before anything is deleted: what cannot be created again must not go.
    requireWritableKubeconfig();
    await refuseOthersContext(programs, cluster.name);
    const doubts = await progress.step('look at this machine', () => examineMachine(programs, cluster));
    for (const doubt of doubts) progress.note(`! ${doubt}`);
    decided();
    await removeProxies(programs, found);
    if (remove !== undefined) {
      await progress.step(remove, () => deleteCluster(programs, cluster.name));
      note.remove();
      actions.push(remove);
    }
    await create(declared, cluster, note, tools, actions);
    return { made: 'created' };
  }
  decided();
  const stopped = differences.filter(({ remedy }) => remedy === 'start');
  if (stopped.length === 0) {
    const justStarted = found.nodes.some(({ startedAtMs }) => Date.now() - startedAtMs < JUST_STARTED_MS);
    return { made: justStarted ? 'started' : 'found', containers: found };
  }
  await progress.step(`start ${stopped.map(({ subject }) => subject.replace(/^node /, '')).join(', ')}`, () =>
    startContainers(programs, found),
  );
  actions.push(...stopped.map(({ subject, found: state }) => `${subject}: started, it was ${state}`));
  return { made: 'started' };
}

/** Until then a cluster may still be what Kubernetes remembers of it, and not what runs. */
const JUST_STARTED_MS = 60_000;

/** Creates the cluster, and brings the workload images to its nodes while they come up. */
async function create(
  declared: Declared,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  tools: Tools,
  actions: string[],
): Promise<void> {
  const { programs, progress, signal } = tools;
  const logs = join(cacheFolder(), 'logs');
  const loaded = await progress
    .step(
      `create cluster ${cluster.name}, ${cluster.nodes.length} nodes`,
      async (say) => {
        const over = new AbortController();
        const early = whileNodesComeUp(programs, declared, AbortSignal.any([signal, over.signal]));
        try {
          await createCluster(programs, cluster, note, logs, { say, tell: progress.note });
        } finally {
          over.abort();
          await early;
        }
        return early;
      },
      (images) => describeLoaded(images).join(', '),
    )
    .catch((error: unknown) => {
      if (signal.aborted) progress.note(note.remainder ?? `Nothing of the cluster ${cluster.name} is left.`);
      throw error;
    });
  for (const doubt of doubtsOf(loaded)) progress.note(doubt);
  actions.push(`cluster ${cluster.name}: created with ${cluster.nodes.length} nodes`, ...describeLoaded(loaded));
}

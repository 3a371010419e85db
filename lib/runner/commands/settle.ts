import { carryOut } from '../cluster/carry-out';
import { clusterContainers } from '../cluster/containers';
import { containerDifferences, type Difference, describeDifference } from '../cluster/differences';
import { describeLoaded, doubtsOf, loadImages } from '../cluster/load';
import { nodeDifferences } from '../cluster/plan';
import { measureUsage, type Usage } from '../cluster/usage';
import type { DeclaredCluster } from '../declared';
import { UserError } from '../errors';
import { applyFolder } from '../objects/apply';
import { describeApplied, inventoryOf, leftovers, prune, readInventory, writeInventory } from '../objects/inventory';
import type { Reporting } from '../reporting';
import { hostPorts, type RunningCluster } from '../target';
import type { Tools } from '../tools';
import { verify } from '../verify/verify';
import { type Wait, waitForNodes, waitForWorkloads } from '../wait';
import type { Made } from './make-cluster';

/** How long probes are tried again: kube-proxy and the pods' network follow what `up` changed later than the pods' status says. */
const PROBE_FOR_MS: Readonly<Record<Made, number>> = { found: 15_000, started: 60_000, created: 30_000 };

/**
 * Everything after the containers run: nodes, images, objects, rollouts, checks.
 *
 * @param early the use of the nodes, where it is being measured already
 */
export async function settle(
  running: RunningCluster,
  timeoutMs: number,
  tools: Tools,
  reporting: Reporting,
  made: Made = 'found',
  early?: Promise<Usage>,
): Promise<void> {
  const { programs, progress, signal } = tools;
  const { declared, kubectl, target } = running;
  const wait = { kubectl, declared, timeoutMs, signal };
  const { cluster } = declared;
  const mended = cluster !== undefined && (await settleNodes(running, cluster, wait, tools, reporting));
  // Measuring takes Docker two seconds, in which the rest goes on. Without it nothing is wrong with the cluster.
  const names = cluster?.nodes.map(({ name }) => name);
  const used = (early ?? measureUsage(programs, kubectl, names)).catch((): Usage => new Map());
  await progress.step(`apply ${declared.dir}`, () => apply(running, reporting), summarizeApply);
  const state = await progress
    .step('rollouts', (say) => waitForWorkloads({ ...wait, say }))
    .catch(async (error: unknown) => {
      // The report tells of the checks as well, whatever the wait came to, where they can still be made.
      const verdict = error instanceof UserError && verify(declared, target, programs, { probeForMs: 0 });
      if (verdict) await verdict.then((known) => reporting.judged(known)).catch(() => undefined);
      throw error;
    });
  // There may be a proxy now.
  const mapped = mended ? { ...target, hostPorts: hostPorts(await clusterContainers(programs, cluster.name)) } : target;
  reporting.judged(
    await progress.step('verify', () => verify(declared, mapped, programs, { state, used, probeForMs: PROBE_FOR_MS[made] })),
  );
}

/**
 * Waits for the nodes, mends what differs in them, and brings them the images.
 *
 * @returns whether it mended anything
 */
async function settleNodes(
  { declared, kubectl, containers }: RunningCluster,
  cluster: DeclaredCluster,
  wait: Omit<Wait, 'say'>,
  { programs, progress }: Tools,
  { actions }: Reporting,
): Promise<boolean> {
  const nodes = await progress.step('nodes ready', (say) => waitForNodes({ ...wait, say }, cluster));
  const mend = async (differences: readonly Difference[]) => {
    for (const difference of differences) {
      actions.push(await progress.step(describeDifference(difference), () => carryOut(programs, kubectl, cluster, difference)));
    }
  };
  const ofNodes = await nodeDifferences(programs, cluster, nodes);
  const restarts = ofNodes.filter(({ remedy }) => remedy !== 'in place');
  await mend(restarts);
  if (restarts.length > 0) await progress.step('nodes ready again', (say) => waitForNodes({ ...wait, say }, cluster, 'sized'));
  // Looked at after that: Docker may give a node that was restarted another address, and proxies lead to addresses.
  const found = restarts.length === 0 ? containers : undefined;
  const ofContainers = containerDifferences(cluster, found ?? (await clusterContainers(programs, cluster.name)));
  const inPlace = [...ofNodes, ...ofContainers].filter(({ remedy }) => remedy === 'in place');
  await mend(inPlace);
  const loaded = await progress.step(
    'images',
    (say) => loadImages(programs, declared, say),
    (images) => describeLoaded(images).join(', ') || 'every node has what this machine has',
  );
  for (const doubt of doubtsOf(loaded)) progress.note(doubt);
  actions.push(...describeLoaded(loaded));
  return restarts.length + inPlace.length > 0;
}

/** Applies the folder, and removes what a former `up` applied from it and is no longer declared. */
async function apply(running: RunningCluster, { actions }: Reporting): Promise<string[]> {
  const { declared, target } = running;
  const kubectl = running.kubectl.patient();
  const former = target.foreign ? [] : await readInventory(kubectl, declared.dir);
  const gone = leftovers(former, declared);
  const known = [...inventoryOf(declared), ...gone];
  // Noted before: what a command that is cut off had applied is ours all the same.
  if (!target.foreign) await writeInventory(kubectl, declared.dir, former, known);
  const lines = await applyFolder(kubectl, declared.dir);
  actions.push(...lines.filter((line) => !line.endsWith(' unchanged')));
  for (const object of gone) {
    await prune(kubectl, object);
    actions.push(`${describeApplied(object)} removed: it is no longer declared`);
    lines.push(`${describeApplied(object)} removed`);
  }
  if (!target.foreign) await writeInventory(kubectl, declared.dir, known, inventoryOf(declared));
  return lines;
}

function summarizeApply(lines: readonly string[]): string {
  const changed = lines.filter((line) => !line.endsWith(' unchanged'));
  if (changed.length === 0) return `${lines.length} objects unchanged`;
  return changed.length > 4 ? `${changed.length} of ${lines.length} objects changed` : changed.join(', ');
}

import { join } from 'node:path';
import { carryOut } from '../cluster/carry-out';
import { type ClusterContainers, clusterContainers } from '../cluster/containers';
import { containerDifferences, type Difference, describeDifference } from '../cluster/differences';
import { HalfMadeNote } from '../cluster/half-made';
import { refuseOthersContext } from '../cluster/kubeconfig';
import { createCluster, deleteCluster, startContainers } from '../cluster/lifecycle';
import { type Loaded, loadImages } from '../cluster/load';
import { withLock } from '../cluster/lock';
import { needsConsent, nodeDifferences } from '../cluster/plan';
import type { Declared, DeclaredCluster } from '../declared';
import { readDist } from '../dist';
import { ExitStatus, UserError } from '../errors';
import { cacheFolder } from '../folders';
import { applyFolder } from '../objects/apply';
import { describeApplied, leftovers, prune, readInventory, writeInventory } from '../objects/inventory';
import type { Reporting } from '../reporting';
import { hostPorts, kindCluster, namedCluster, noCluster, type RunningCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { verify } from '../verify/verify';
import { waitForNodes, waitForWorkloads } from '../wait';
import { examineMachine } from './machine';
import { synthesize } from './synthesize';

export interface UpOptions extends CommonOptions {
  /** Consent to delete the cluster and create it again. */
  readonly recreate: boolean;
  /** Whether dist/ is written anew first: not when the user named a folder. */
  readonly synth: boolean;
}

/** Makes what dist/ declares real, and verifies it. What it did and found goes into the report. */
export async function up(options: UpOptions, tools: Tools, reporting: Reporting): Promise<void> {
  const { programs, progress } = tools;
  if (options.synth) await progress.step('synth', () => synthesize(programs, options.dist));
  const declared = await readDist(options.dist);
  const { context } = options;
  if (context !== undefined) {
    await settle(namedCluster(programs, declared, context), options, tools, reporting);
    return;
  }
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  await withLock(cacheFolder(), cluster.name, 'up', () =>
    withTemporaryFolder(async (folder) => {
      const made = await makeCluster(declared, cluster, options, tools, reporting);
      const running = await kindCluster(programs, declared, folder);
      await settle(running, options, tools, reporting, made);
    }),
  );
}

/** Brings the cluster's containers to what is declared: creates, starts or leaves them. */
async function makeCluster(
  declared: Declared,
  cluster: DeclaredCluster,
  options: UpOptions,
  tools: Tools,
  { actions }: Reporting,
): Promise<'created' | 'started' | 'found'> {
  const { programs, progress } = tools;
  const note = new HalfMadeNote(cacheFolder(), cluster.name);
  const found = await clusterContainers(programs, cluster.name);
  const halfMade = note.speaksOf(found.nodes);
  const differences = containerDifferences(cluster, found);
  const consentFor = needsConsent(differences);
  if (consentFor.length > 0 && !options.recreate && !halfMade) throw refused(cluster, consentFor);
  const remove = halfMade
    ? 'remove what an interrupted creation left'
    : consentFor.length > 0
      ? `delete cluster ${cluster.name}, as --recreate allows`
      : undefined;
  if (found.nodes.length === 0 || remove !== undefined) {
    // Before anything is deleted: what cannot be created again must not go.
    await refuseOthersContext(programs, cluster.name);
    const doubts = await progress.step('look at this machine', () => examineMachine(programs, cluster));
    for (const doubt of doubts) progress.note(`! ${doubt}`);
    if (remove !== undefined) {
      await progress.step(remove, () => deleteCluster(programs, cluster.name));
      note.remove();
      actions.push(remove);
    }
    await create(declared, cluster, note, tools, actions);
    return 'created';
  }
  const stopped = differences.filter(({ remedy }) => remedy === 'start');
  if (stopped.length === 0) return 'found';
  await progress.step(`start ${stopped.map(({ subject }) => subject.replace(/^node /, '')).join(', ')}`, () =>
    startContainers(programs, found),
  );
  actions.push(...stopped.map(({ subject, found: state }) => `${subject}: started, it was ${state}`));
  return 'started';
}

function refused(cluster: DeclaredCluster, differences: readonly Difference[]): UserError {
  return new UserError(
    ExitStatus.refused,
    [
      `The cluster ${cluster.name} differs from ${cluster.file} in what kind cannot change:`,
      ...differences.map((difference) => `  ${describeDifference(difference)}`),
    ].join('\n'),
    'Nothing was changed. npm run up -- --recreate deletes this cluster and creates it anew; another name in main.ts leaves it alone.',
  );
}

/** Creates the cluster, and brings the workload images to its nodes while they come up. */
async function create(
  declared: Declared,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  tools: Tools,
  actions: string[],
): Promise<void> {
  const { programs, progress } = tools;
  const logs = join(cacheFolder(), 'logs');
  await progress.step(`create cluster ${cluster.name}, ${cluster.nodes.length} nodes`, async (say) => {
    let creating = true;
    const early = loadEarly(tools, declared, () => creating);
    try {
      await createCluster(programs, cluster, note, logs, say);
    } finally {
      creating = false;
      actions.push(...describeLoaded(await early));
    }
  });
  actions.unshift(`cluster ${cluster.name}: created with ${cluster.nodes.length} nodes`);
}

/** How often a node is asked while it comes up: often enough, and little beside what its start costs. */
const EARLY_INTERVAL_MS = 1000;

/** Tries until every node has the images or the creation is over. What fails is done again when the nodes are there. */
async function loadEarly({ programs, signal }: Tools, declared: Declared, creating: () => boolean): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  const clusterSize = declared.cluster?.nodes.length ?? 0;
  const pause = () => new Promise((resolve) => setTimeout(resolve, EARLY_INTERVAL_MS));
  while (creating() && !signal.aborted) {
    await pause();
    const { nodes } = await clusterContainers(programs, declared.cluster?.name ?? '').catch(
      () => ({ nodes: [] }) as Pick<ClusterContainers, 'nodes'>,
    );
    if (nodes.length < clusterSize || nodes.some(({ state }) => state !== 'running')) continue;
    loaded.push(...(await loadImages(programs, declared, () => {}).catch(() => [])));
    if (loaded.length > 0) break;
  }
  return loaded;
}

/** Everything after the containers run: nodes, images, objects, rollouts, checks. */
async function settle(
  running: RunningCluster,
  options: UpOptions,
  tools: Tools,
  reporting: Reporting,
  made: 'created' | 'started' | 'found' = 'found',
): Promise<void> {
  const { programs, progress, signal } = tools;
  const { declared, kubectl, patientKubectl, target } = running;
  const wait = { kubectl, declared, timeoutMs: options.timeoutMs, signal };
  const { cluster } = declared;
  if (cluster !== undefined) {
    let nodes = await progress.step('nodes ready', (say) => waitForNodes({ ...wait, say }));
    const ofNodes = await nodeDifferences(programs, cluster, nodes);
    const ofContainers = containerDifferences(cluster, await clusterContainers(programs, cluster.name));
    const differences = [...ofContainers, ...ofNodes].filter(({ remedy }) =>
      ['in place', 'restart kubelet', 'restart node'].includes(remedy),
    );
    for (const difference of differences) {
      reporting.actions.push(
        await progress.step(describeDifference(difference), () => carryOut(programs, kubectl, cluster, difference)),
      );
    }
    if (differences.some(({ remedy }) => remedy.startsWith('restart'))) {
      nodes = await progress.step('nodes ready again', (say) => waitForNodes({ ...wait, say }, 'sized'));
    }
    const loaded = await progress.step(
      'images',
      (say) => loadImages(programs, declared, say),
      (images) => describeLoaded(images).join(', ') || 'every node has what this machine has',
    );
    reporting.actions.push(...describeLoaded(loaded));
  }
  await progress.step(
    `apply ${declared.dir}`,
    () => apply(running, patientKubectl, reporting),
    (lines) => summarizeApply(lines),
  );
  const state = await progress
    .step('rollouts', (say) => waitForWorkloads({ ...wait, say }))
    .catch(async (error: unknown) => {
      // The report tells of the checks as well, whatever the wait came to.
      if (error instanceof UserError) reporting.judged(await verify(declared, target, programs, { probeForMs: 0 }));
      throw error;
    });
  const probeForMs = made === 'found' ? 5000 : 30_000;
  const fresh =
    cluster === undefined ? target : { ...target, hostPorts: hostPorts(await clusterContainers(programs, cluster.name)) };
  reporting.judged(await progress.step('verify', () => verify(declared, fresh, programs, { state, probeForMs })));
}

/** Applies the folder, and removes what a former `up` applied from it and is no longer declared. */
async function apply(
  { declared, target }: RunningCluster,
  kubectl: RunningCluster['kubectl'],
  { actions }: Reporting,
): Promise<string[]> {
  const lines = await applyFolder(kubectl, declared.dir);
  actions.push(...lines.filter((line) => !line.endsWith(' unchanged')));
  if (target.foreign) return lines;
  const gone = leftovers(await readInventory(kubectl, declared.dir), declared);
  for (const object of gone) {
    await prune(kubectl, object);
    actions.push(`${describeApplied(object)} removed: it is no longer declared`);
    lines.push(`${describeApplied(object)} removed`);
  }
  await writeInventory(kubectl, declared);
  return lines;
}

function summarizeApply(lines: readonly string[]): string {
  const changed = lines.filter((line) => !line.endsWith(' unchanged'));
  if (changed.length === 0) return `${lines.length} objects unchanged`;
  return changed.length > 4 ? `${changed.length} of ${lines.length} objects changed` : changed.join(', ');
}

function describeLoaded(loaded: readonly Loaded[]): string[] {
  return loaded.map(({ image, nodes }) => `image ${image} loaded into ${nodes.join(', ')}`);
}

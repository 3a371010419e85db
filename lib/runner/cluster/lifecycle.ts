import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeclaredCluster } from '../declared';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';
import { type ClusterContainers, clusterContainers, docker, nodeIds } from './containers';
import { dockerStopped, likelyCause } from './creation-failure';
import type { HalfMadeNote } from './half-made';
import { removeProxy } from './proxies';

/**
 * Creates the cluster with kind, which writes the context to the kubeconfig and makes it the current one.
 *
 * What kind made is removed again when it fails, after the nodes' logs were kept, or when it is interrupted.
 * @throws UserError (3) with the likely cause and the place of the logs, (4) when somebody else makes a cluster of this name
 */
export async function createCluster(
  programs: Programs,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  logsFolder: string,
  { say, tell }: Voice,
): Promise<void> {
  note.begin();
  // What carries the cluster's name before that is somebody else's.
  let makesNodes = false;
  let deleted = false;
  try {
    await runKind(programs, cluster, note, {
      onStep(step) {
        makesNodes ||= step === MAKES_NODES;
        say(step);
      },
      // What kind had begun goes on without it, unless the nodes go.
      async onInterrupted() {
        if (!makesNodes) return;
        tell(`Interrupted: what was made of the cluster ${cluster.name} is being removed. Another Ctrl-C does not hasten it.`);
        await removeWhatCame(programs, cluster.name, note);
        deleted = true;
      },
    });
    note.remove();
  } catch (error) {
    if (error instanceof ProgramFailed && MADE_BY_OTHERS.test(error.result.stderr)) {
      note.remove();
      throw madeMeanwhile(cluster, error);
    }
    const logs = makesNodes && error instanceof ProgramFailed ? await keepLogs(programs, cluster.name, logsFolder) : undefined;
    const left = makesNodes ? await removeWhatCame(programs, cluster.name, note, deleted) : 'nothing';
    if (left === 'nothing') note.remove();
    if (!(error instanceof ProgramFailed)) throw error;
    // Of a Docker that went away kind may only say that this or that command of its own failed.
    const { cause, hint } = (left === 'unknown' ? dockerStopped : likelyCause)(`${error.result.stderr}\n${error.result.stdout}`);
    const where = logs === undefined ? '' : `\nThe logs of its nodes are kept in ${logs}`;
    const rest = note.remainder === undefined ? '' : `\n${note.remainder}`;
    const message = `kind could not create the cluster ${cluster.name}: ${cause}${where}${rest}`;
    throw new UserError(ExitStatus.machine, message, hint, { cause: error });
  }
}

/** How a creation is heard. */
export interface Voice {
  /** What it waits for at the moment. */
  say(waitingFor: string): void;
  /** A line that stays. */
  tell(line: string): void;
}

/** The step before which kind makes nothing: it may pull the node image for minutes first. */
const MAKES_NODES = 'Preparing nodes';

async function runKind(
  programs: Programs,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  { onStep, onInterrupted }: { onStep: (step: string) => void; onInterrupted: () => Promise<void> },
): Promise<void> {
  const over = new AbortController();
  let noting: Promise<void> | undefined;
  try {
    await programs.run('kind', ['create', 'cluster', '--name', cluster.name, '--config', cluster.file, '--retain'], {
      // kind resolves relative host paths against PWD, which may name this folder by a link that Docker does not see.
      env: { PWD: process.cwd() },
      onInterrupted,
      onLine: (line) => {
        const step = /^ [•✓✗] ([\w ,-]+)/u.exec(line)?.[1]?.trim();
        if (step === undefined) return;
        onStep(step);
        if (step === MAKES_NODES) noting ??= noteContainers(programs, cluster, note, over.signal);
      },
    });
  } finally {
    over.abort();
    await noting;
  }
}

/** Often, because Docker can end at any moment; what kind makes is there within seconds, and then nothing is asked any more. */
const NOTE_INTERVAL_MS = 200;

/**
 * Notes the containers of the cluster as Docker makes them, until all are there or the creation is over. `docker events` would tell of a
 * node only when its volumes are filled, which took 5 s here.
 */
async function noteContainers(
  programs: Programs,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const ids = await nodeIds(programs, cluster.name, { timeoutMs: 10_000 }).catch(() => []);
    note.add(...ids);
    if (ids.length >= cluster.nodes.length) return;
    await sleep(NOTE_INTERVAL_MS, undefined, { signal: over }).catch(() => undefined);
  }
}

/**
 * @param deleted whether it was deleted already, so that only what came later is removed
 * @returns what is left of it; unknown where Docker does not answer
 */
async function removeWhatCame(
  programs: Programs,
  cluster: string,
  note: HalfMadeNote,
  deleted = false,
): Promise<'nothing' | 'something' | 'unknown'> {
  const came = async () => {
    const { nodes, balancers } = await clusterContainers(programs, cluster, { clearingUp: true });
    return [...nodes, ...balancers];
  };
  const found = await came().catch(() => undefined);
  if (deleted && found?.length === 0) return 'nothing';
  // Noted before, in case that it cannot be removed: the next command may then.
  note.add(...(found ?? []).map(({ id }) => id));
  // It fails too when the nodes are gone and only the kubeconfig cannot be written: what counts is what is left.
  await deleteCluster(programs, cluster).catch(() => {});
  return came().then(
    ({ length }) => (length === 0 ? 'nothing' : 'something'),
    () => 'unknown',
  );
}

/** What kind says when it looks first, and what Docker says when both began at the same time. */
const MADE_BY_OTHERS = /node\(s\) already exist for a cluster with the name|container name "\S+" is already in use/;

function madeMeanwhile({ name }: DeclaredCluster, error: ProgramFailed): UserError {
  const words = error.result.stderr.split('\n').find((line) => MADE_BY_OTHERS.test(line)) ?? '';
  return new UserError(
    ExitStatus.refused,
    `Somebody else made a cluster ${name} in the meantime, or is making it at this moment:\n  ${words.trim()}`,
    `Nothing was deleted. See it with kind get nodes --name ${name}, or give this cluster another name in main.ts.`,
    { cause: error },
  );
}

async function keepLogs(programs: Programs, cluster: string, folder: string): Promise<string | undefined> {
  const place = join(folder, `${cluster}-${new Date().toISOString().replaceAll(':', '')}`);
  mkdirSync(place, { recursive: true });
  const args = ['export', 'logs', '--name', cluster, place];
  await programs.run('kind', args, { timeoutMs: 120_000, clearingUp: true }).catch(() => undefined);
  // Of a cluster that never came up kind gets only some of the logs, fails, and leaves those.
  if (readdirSync(place).length > 0) return place;
  rmSync(place, { recursive: true });
  return undefined;
}

/**
 * Deletes a cluster and its context, also after an interrupt.
 * @throws UserError (3) with kind's own words
 */
export async function deleteCluster(programs: Programs, cluster: string): Promise<void> {
  try {
    await programs.run('kind', ['delete', 'cluster', '--name', cluster], { clearingUp: true, timeoutMs: 300_000 });
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    const { cause } = likelyCause(`${error.result.stderr}\n${error.result.stdout}`);
    const message = `kind could not delete the cluster ${cluster}: ${cause}`;
    throw new UserError(ExitStatus.machine, message, 'npm run down tries it again; npm run doctor looks for what is wrong.', {
      cause: error,
    });
  }
}

/** Starts what is stopped and thaws what is paused: the load balancer, the nodes, our proxies. */
export async function startContainers(programs: Programs, { nodes, balancers, proxies }: ClusterContainers): Promise<void> {
  const all = [...balancers, ...nodes];
  const named = (states: readonly string[]) => all.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  const paused = named(['paused']);
  const stopped = named(['exited', 'created', 'dead']);
  if (paused.length > 0) await docker(programs, ['unpause', ...paused]);
  if (stopped.length > 0) await docker(programs, ['start', ...stopped], { timeoutMs: 120_000 });
  // A proxy names its node's address, which Docker may have changed with the start: it is made anew.
  for (const { name, running } of proxies) if (!running) await removeProxy(programs, name);
}

/** Stops every container of the cluster and keeps it. */
export async function stopContainers(programs: Programs, { nodes, balancers, proxies }: ClusterContainers): Promise<void> {
  const paused = nodes.filter(({ state }) => state === 'paused').map(({ name }) => name);
  if (paused.length > 0) await docker(programs, ['unpause', ...paused]);
  await docker(programs, ['stop', ...[...nodes, ...balancers, ...proxies].map(({ name }) => name)], { timeoutMs: 180_000 });
}

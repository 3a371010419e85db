import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredCluster } from '../declared';
import { ExitStatus, UserError } from '../errors';
import { ProgramFailed, type Programs } from '../process';
import { type ClusterContainers, clusterContainers, docker } from './containers';
import { likelyCause } from './creation-failure';
import type { HalfMadeNote } from './half-made';
import { removeProxy } from './proxies';

/**
 * Creates the cluster with kind, which writes the context to the kubeconfig and makes it the current one.
 *
 * The note is the caller's to remove once the cluster is there. What kind made is removed again when it fails, after the nodes' logs were
 * kept, or when it is interrupted.
 * @throws UserError (3) with the likely cause and the place of the logs
 */
export async function createCluster(
  programs: Programs,
  cluster: DeclaredCluster,
  note: HalfMadeNote,
  logsFolder: string,
  say: (waitingFor: string) => void,
): Promise<void> {
  note.write();
  try {
    const args = ['create', 'cluster', '--name', cluster.name, '--config', cluster.file, '--retain'];
    await programs.run('kind', args, {
      // kind resolves relative host paths against PWD, which may name this folder by a link that Docker does not see.
      env: { PWD: process.cwd() },
      // What it had begun goes on without it, unless the nodes go.
      onInterrupted: () => deleteCluster(programs, cluster.name).catch(() => {}),
      onLine: (line) => {
        const step = /^ [•✓✗] ([\w ,-]+)/u.exec(line)?.[1]?.trim();
        if (step !== undefined) say(step);
      },
    });
  } catch (error) {
    if (error instanceof ProgramFailed && ALREADY_THERE.test(error.result.stderr)) {
      note.remove();
      throw madeMeanwhile(cluster, error);
    }
    const logs = error instanceof ProgramFailed ? await keepLogs(programs, cluster.name, logsFolder) : undefined;
    const removed = await removeWhatCame(programs, cluster.name, note);
    if (removed) note.remove();
    if (!(error instanceof ProgramFailed)) throw error;
    const { cause, hint } = likelyCause(`${error.result.stderr}\n${error.result.stdout}`);
    const where = logs === undefined ? '' : `\nThe logs of its nodes are kept in ${logs}`;
    const rest = removed
      ? ''
      : '\nWhat it made could not be removed yet: npm run down removes it, and so does the next npm run up.';
    const message = `kind could not create the cluster ${cluster.name}: ${cause}${where}${rest}`;
    throw new UserError(ExitStatus.machine, message, hint, { cause: error });
  }
}

/** @returns whether nothing of it is left */
async function removeWhatCame(programs: Programs, cluster: string, note: HalfMadeNote): Promise<boolean> {
  const came = async () => {
    const { nodes, balancers } = await clusterContainers(programs, cluster, { clearingUp: true });
    return [...nodes, ...balancers];
  };
  // Noted before, in case that it cannot be removed: the next command may then.
  await came().then(
    (containers) => note.write(containers),
    () => {},
  );
  // It fails too when the nodes are gone and only the kubeconfig cannot be written: what counts is what is left.
  await deleteCluster(programs, cluster).catch(() => {});
  return came().then(
    ({ length }) => length === 0,
    () => false,
  );
}

const ALREADY_THERE = /node\(s\) already exist for a cluster with the name/;

function madeMeanwhile({ name }: DeclaredCluster, error: ProgramFailed): UserError {
  return new UserError(
    ExitStatus.refused,
    `Somebody else made a cluster ${name} in the meantime, or with another provider than Docker.`,
    `Nothing was changed. See it with kind get nodes --name ${name}, or give this cluster another name in main.ts.`,
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

import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { contextName } from '../../kind/names';
import { ExitStatus, UserError } from '../errors';
import { commandLine, type Programs } from '../process';
import { dockerGone } from './containers';

/**
 * Writes kind's own kubeconfig of a cluster into a folder of ours. Whatever KUBECONFIG says, be it unset, read-only or with another
 * cluster's context of the same name, the commands speak to this cluster.
 * @throws UserError (3) when kind writes none
 */
export async function clusterKubeconfig(programs: Programs, cluster: string, folder: string): Promise<string> {
  const args = ['get', 'kubeconfig', '--name', cluster];
  const { exitCode, stdout, stderr } = await programs.run('kind', args, { allowFailure: true, timeoutMs: 60_000 });
  if (exitCode !== 0 || !/^clusters:/m.test(stdout)) {
    const gone = dockerGone(stderr);
    if (gone !== undefined) throw gone;
    // kind first says that it uses Docker because it was told to.
    const said = `${stderr}\n${stdout}`.split('\n').filter((line) => !line.includes('KIND_EXPERIMENTAL_PROVIDER'));
    const words = said.find((line) => line.trim() !== '');
    throw new UserError(
      ExitStatus.machine,
      `kind does not say how to reach the cluster ${cluster}: ${words || 'it wrote nothing'}`,
      `Try it by hand:\n${commandLine('kind', args)}\nOf a creation that was cut off, npm run down removes what is left.`,
    );
  }
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, `${stdout}\n`, { mode: 0o600 });
  return file;
}

/** Writing takes a moment. A lock that is older was left by a program that was cut off. */
const LOCKED_FOR_MS = 1000;

/**
 * kind writes the kubeconfig last, when the nodes are there: what will keep it from that is found before.
 * @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/kubeconfig/internal/kubeconfig/paths.go
 * @throws UserError (3)
 */
export function requireWritableKubeconfig(env: NodeJS.ProcessEnv = process.env): void {
  const files = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  const file = files.find((path) => existsSync(path)) ?? files.at(-1) ?? join(env.HOME || homedir(), '.kube', 'config');
  const lock = `${file}.lock`;
  if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > LOCKED_FOR_MS) {
    throw new UserError(
      ExitStatus.machine,
      `The kubeconfig ${file} cannot be written: ${lock} says that another program is writing it.`,
      `It is left from one that was cut off, if none is:\nrm ${lock}`,
    );
  }
  try {
    // With the slash a file in its place is refused as well.
    accessSync(`${existingFolder(dirname(file))}/`, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
  } catch (error) {
    throw new UserError(
      ExitStatus.machine,
      `The kubeconfig ${file} cannot be written, into which kind puts the cluster’s context: ${(error as Error).message}`,
      'Make it writable, or let KUBECONFIG name a file that is.',
    );
  }
}

/** kind makes the folders that are not there. */
function existingFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolder(dirname(folder));
}

interface Kubeconfig {
  readonly contexts?: readonly { readonly name: string; readonly context?: { readonly cluster?: string } }[] | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster?: { readonly server?: string } }[] | null;
}

/**
 * kind writes the new cluster's context over one of the same name. Where that one leads to another machine it is somebody's, and
 * is not ours to overwrite.
 * @throws UserError (4)
 */
export async function refuseOthersContext(programs: Programs, cluster: string): Promise<void> {
  const { exitCode, stdout } = await programs.run('kubectl', ['config', 'view', '--output', 'json'], {
    allowFailure: true,
    timeoutMs: 60_000,
  });
  if (exitCode !== 0) return;
  const server = serverOf(stdout, contextName(cluster));
  if (server === undefined || /^https?:\/\/(127\.|localhost|\[::1\]|0\.0\.0\.0|\[::\])/.test(server)) return;
  throw new UserError(
    ExitStatus.refused,
    `The kubeconfig has a context ${contextName(cluster)} that leads to ${server}, and creating the cluster ${cluster} would overwrite it.`,
    `Rename that context (kubectl config rename-context ${contextName(cluster)} NEW), give the cluster another name in main.ts, or set KUBECONFIG.`,
  );
}

function serverOf(kubeconfig: string, context: string): string | undefined {
  let config: Kubeconfig;
  try {
    config = JSON.parse(kubeconfig) as Kubeconfig;
  } catch {
    return undefined;
  }
  const cluster = config.contexts?.find(({ name }) => name === context)?.context?.cluster;
  return config.clusters?.find(({ name }) => name === cluster)?.cluster?.server;
}

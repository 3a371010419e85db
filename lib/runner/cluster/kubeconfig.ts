import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextName } from '../../kind/names';
import { ExitStatus, UserError } from '../errors';
import { commandLine, type Programs } from '../process';

/**
 * Writes kind's own kubeconfig of a cluster into a folder of ours. Whatever KUBECONFIG says, be it unset, read-only or with another
 * cluster's context of the same name, the commands speak to this cluster.
 * @throws UserError (3) when kind writes none
 */
export async function clusterKubeconfig(programs: Programs, cluster: string, folder: string): Promise<string> {
  const args = ['get', 'kubeconfig', '--name', cluster];
  const { exitCode, stdout, stderr } = await programs.run('kind', args, { allowFailure: true, timeoutMs: 60_000 });
  if (exitCode !== 0 || !/^clusters:/m.test(stdout)) {
    const words = (stderr.trim() || stdout.trim()).split('\n')[0];
    throw new UserError(
      ExitStatus.machine,
      `kind does not say how to reach the cluster ${cluster}: ${words || 'it wrote nothing'}`,
      `Try it by hand:\n${commandLine('kind', args)}`,
    );
  }
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, `${stdout}\n`, { mode: 0o600 });
  return file;
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

import type { Programs } from '../process';

/** kind's node image brings these packed, and every node runs them before it is Ready: kube-proxy, and the pods' network. */
const ON_EVERY_NODE = /\/(kube-proxy|kindnetd):/;

/**
 * Unpacks in a worker what its first pods run: it has nothing to do while the control plane comes up, and would have to do this as soon as
 * it has joined. What fails it still does then.
 *
 * @returns whether its containerd answered
 */
export async function unpackSystemImages(programs: Programs, worker: string): Promise<boolean> {
  const ctr = (args: readonly string[]) =>
    programs.run('docker', ['exec', worker, 'ctr', '--namespace=k8s.io', ...args], { allowFailure: true, timeoutMs: 60_000 });
  const { exitCode, stdout } = await ctr(['images', 'list']);
  if (exitCode !== 0) return false;
  for (const digest of digestsOf(stdout)) await ctr(['snapshots', 'unpack', digest]);
  return true;
}

function digestsOf(listed: string): Set<string> {
  const images = listed.split('\n').map((line) => line.split(/\s+/));
  return new Set(images.flatMap(([reference = '', , digest = '']) => (ON_EVERY_NODE.test(reference) ? [digest] : [])));
}

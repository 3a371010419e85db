import type { Programs } from '../process';
import { digestsByReference, listImages } from './images';

/** kind's node image brings these packed, and every node runs them before it is Ready: kube-proxy, and the pods' network. */
const ON_EVERY_NODE = /\/(kube-proxy|kindnetd):/;

/**
 * Unpacks in a worker what its first pods run: it has nothing to do while the control plane comes up, and would have to do this as soon as
 * it has joined. What fails it still does then.
 *
 * @returns whether its containerd answered
 */
export async function unpackSystemImages(programs: Programs, worker: string): Promise<boolean> {
  const listed = await listImages(programs, worker);
  if (listed === undefined) return false;
  const packed = [...digestsByReference(listed)].filter(([reference]) => ON_EVERY_NODE.test(reference));
  for (const digest of new Set(packed.map(([, digest]) => digest))) {
    const args = ['exec', worker, 'ctr', '--namespace=k8s.io', 'snapshots', 'unpack', digest];
    await programs.run('docker', args, { allowFailure: true, timeoutMs: 60_000 });
  }
  return true;
}

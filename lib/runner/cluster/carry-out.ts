import type { DeclaredCluster } from '../declared';
import type { Kubectl } from '../kubectl';
import type { Programs } from '../process';
import { clusterContainers } from './containers';
import type { Difference } from './differences';
import { addProxy, removeProxy } from './proxies';
import { resize } from './sizes';

/** Mends one difference of a running cluster, and says what was done. */
export async function carryOut(
  programs: Programs,
  kubectl: Kubectl,
  cluster: DeclaredCluster,
  difference: Difference,
): Promise<string> {
  const { subject, declared, found, remedy, change } = difference;
  if (remedy === 'restart kubelet' || remedy === 'restart node') {
    const node = cluster.nodes.find(({ name }) => subject === `node ${name}`);
    if (node !== undefined) await resize(programs, node, remedy);
    return `${subject}: ${found} became ${declared} (${remedy})`;
  }
  switch (change?.kind) {
    case 'label':
      await kubectl.text(['label', '--overwrite', 'node', change.node, `${change.key}=${change.value}`]);
      return `${subject}: ${declared}`;
    case 'remove proxy':
      await removeProxy(programs, change.proxy.name);
      return `${subject}: no longer forwarded`;
    case 'add proxy': {
      // Asked anew: Docker gives a node that was started another address.
      const { nodes } = await clusterContainers(programs, cluster.name);
      const node = nodes.find(({ name }) => name === change.node);
      if (node !== undefined) await addProxy(programs, cluster.name, node, change.port);
      return `${subject}: forwarded to ${change.node}:${change.port.containerPort}`;
    }
    default:
      throw new Error(`nothing mends: ${subject} declared ${declared}, found ${found}`);
  }
}

import type { Declared, DeclaredCluster } from '../declared';
import type { Kubectl } from '../kubectl';
import { type ObjectDifference, objectDifferences } from '../objects/diff';
import { type Applied, leftovers, readInventory } from '../objects/inventory';
import type { Programs } from '../process';
import type { NodeState } from '../state/cluster-state';
import { reduceNode } from '../state/node';
import type { ClusterContainers } from './containers';
import { containerDifferences, type Difference } from './differences';
import { seenFiles, sizeDifference } from './sizes';

/** What `up` would do. */
export interface Plan {
  /** Of the cluster: its containers, the sizes and labels of its nodes. */
  readonly cluster: readonly Difference[];
  /** Of the objects; absent while the cluster does not run, so that nothing can be asked. */
  readonly objects?: readonly ObjectDifference[];
  /** What a former `up` applied and dist/ no longer declares. */
  readonly prune?: readonly Applied[];
}

/** Differences that kind cannot mend while the cluster lives. */
export function needsConsent(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ remedy }) => remedy === 'recreate');
}

/**
 * What differs in the nodes of a cluster that runs.
 *
 * @param filesFollow the files that sized nodes mount are still to be written
 */
export async function nodeDifferences(
  programs: Programs,
  cluster: DeclaredCluster,
  nodes: readonly NodeState[],
  filesFollow = false,
): Promise<Difference[]> {
  const differences = await Promise.all(
    cluster.nodes.map(async (declared) => {
      const state = nodes.find(({ name }) => name === declared.name);
      const seen = declared.size === undefined ? undefined : await seenFiles(programs, declared.name);
      const size = sizeDifference(declared, state, seen, filesFollow);
      return [
        ...(size === undefined ? [] : [size]),
        ...labelDifferences(declared.name, declared.node.labels ?? {}, state?.labels ?? {}),
      ];
    }),
  );
  return differences.flat();
}

function labelDifferences(
  node: string,
  declared: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): Difference[] {
  return Object.entries(declared)
    .filter(([key, value]) => found[key] !== value)
    .map(([key, value]) => ({
      subject: `node ${node}`,
      declared: `label ${key}=${value}`,
      found: found[key] === undefined ? 'no such label' : `${key}=${found[key]}`,
      remedy: 'in place' as const,
      change: { kind: 'label', node, key, value } as const,
    }));
}

/** Plans against what really runs. Without a kubectl, because the cluster is not there or does not run, the objects stay unplanned. */
export async function makePlan(
  programs: Programs,
  declared: Declared,
  found: ClusterContainers | undefined,
  kubectl: Kubectl | undefined,
  filesFollow = false,
): Promise<Plan> {
  const containers = declared.cluster === undefined || found === undefined ? [] : containerDifferences(declared.cluster, found);
  if (kubectl === undefined) return { cluster: containers };
  const nodes =
    declared.cluster === undefined || found === undefined
      ? []
      : await nodeDifferences(programs, declared.cluster, await kubectl.list('/api/v1/nodes', reduceNode), filesFollow);
  const [objects, applied] = await Promise.all([
    objectDifferences(kubectl.patient(), declared),
    found === undefined ? Promise.resolve([]) : readInventory(kubectl, declared.dir),
  ]);
  return { cluster: [...containers, ...nodes], objects, prune: leftovers(applied, declared) };
}

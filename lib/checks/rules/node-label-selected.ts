import { applicationOf, type Workload } from '../application';
import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { schedulerNodes } from '../feasibility/node';
import { warning } from '../finding';

/**
 * A label that a workload needs of a node and that no node of the description has. Labels with a domain may come from
 * elsewhere once the cluster runs (kubectl, a controller), so this is only likely to fail; kubernetes.io/arch is the
 * machine's.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#built-in-node-labels
 */
export const nodeLabelSelected: Rule = (description) => {
  if (allNodes(description).length === 0) return [];
  const known = new Set(description.clusters.flatMap(schedulerNodes).flatMap(({ labels }) => Object.keys(labels)));
  return applicationOf(description).workloads.flatMap((workload) =>
    [...new Set(neededKeys(workload))]
      .filter((key) => key.includes('/') && !known.has(key) && !MACHINES.includes(key))
      .map((key) =>
        warning(
          workload.path,
          `${workload.name}: its pods need a node with the label ${key}, and no node has it.`,
          "Add it to the node's `labels`; a label under node-role.kubernetes.io with kubectl once the cluster runs.",
        ),
      ),
  );
};

const MACHINES = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

function neededKeys({ kind, pod }: Workload): string[] {
  // A DaemonSet runs where the label is, and nowhere is well.
  if (kind === 'DaemonSet') return [];
  const terms = pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const inEvery = terms.map(({ matchExpressions = [] }) =>
    matchExpressions.filter(({ operator }) => ['In', 'Exists', 'Gt', 'Lt'].includes(operator)).map(({ key }) => key),
  );
  const [first = []] = inEvery;
  const spread = (pod.topologySpreadConstraints ?? []).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  return [
    ...spread.map(({ topologyKey }) => topologyKey),
    ...Object.keys(pod.nodeSelector ?? {}),
    ...first.filter((key) => inEvery.every((keys) => keys.includes(key))),
  ];
}

import type { Description, Finding } from '../description';
import type { Impossible } from '../feasibility/bounds';
import { feasibilityOf, type Judged } from '../feasibility/judge';
import type { SchedulerNode } from '../feasibility/node';
import { error } from '../finding';

/** What a rule about room says of a workload. */
type Wording = (judged: Judged, impossible: Impossible, nodes: readonly SchedulerNode[]) => { message: string; fix: string };

/** The workloads that are certain not to fit, for one of these reasons. */
export function impossibleBecause(
  description: Description,
  reasons: readonly Impossible['because'][],
  wording: Wording,
): Finding[] {
  const { workloads, clusters } = feasibilityOf(description);
  const nodes = clusters[0]?.nodes ?? [];
  return workloads.flatMap((judged) => {
    const { impossible, workload } = judged;
    if (impossible === undefined || !reasons.includes(impossible.because)) return [];
    const { message, fix } = wording(judged, impossible, nodes);
    return [error(workload.path, `${workload.name}: ${message}`, fix)];
  });
}

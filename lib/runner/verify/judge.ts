import type { Declared } from '../declared';
import type { Check } from '../report/report';
import type { ClusterState } from '../state/cluster-state';
import { endpoints } from './endpoints';
import type { Judgement } from './judgement';
import { nodeSize } from './node-size';
import { nodesReady } from './nodes-ready';
import { type PodProbe, podAnswers } from './pod-answers';
import { type ReachableProbe, reachable } from './reachable';
import { rollout } from './rollout';
import type { SizeEvidence } from './size-evidence';
import { spread } from './spread';

/** What the probes brought, to be judged with the reading. */
export interface Probes {
  readonly pods: readonly PodProbe[];
  readonly host: readonly ReachableProbe[];
  readonly sizes: ReadonlyMap<string, SizeEvidence>;
  readonly downNodes: ReadonlyMap<string, string>;
}

/** Every check of what is declared against what was read and probed, in the order of the check ids. */
export function judge(declared: Declared, state: ClusterState, probes: Probes): Check[] {
  return [
    ...timed(() => nodesReady(declared, state, probes.downNodes)),
    ...timed(() => nodeSize(declared, state, probes.sizes)),
    ...timed(() => rollout(declared, state)),
    ...timed(() => spread(declared, state)),
    ...timed(() => endpoints(declared, state)),
    ...podAnswers(state, probes.pods).map((judgement, index) => ({
      ...judgement,
      durationMs: Math.round(Math.max(0, ...(probes.pods[index]?.answers ?? []).map(({ durationMs }) => durationMs))),
    })),
    ...reachable(declared, state, probes.host).map((judgement, index) => ({
      ...judgement,
      durationMs: Math.round(probes.host[index]?.made?.answer.durationMs ?? 0),
    })),
  ];
}

function timed(work: () => Judgement[]): Check[] {
  const began = performance.now();
  const judgements = work();
  const durationMs = Math.round((performance.now() - began) / Math.max(1, judgements.length));
  return judgements.map((judgement) => ({ ...judgement, durationMs }));
}

import type { Declared } from '../declared';
import type { Check } from '../report/report';
import type { ClusterState, Resource } from '../state/cluster-state';

/** A check that has been judged; how long it took is not the judge's concern. */
export type Judgement = Omit<Check, 'durationMs' | 'diagnosis'>;

/** A command that a hint names, with the context that was judged. */
export function kubectlCommand(state: ClusterState, args: string): string {
  return `kubectl --context ${state.context} ${args}`;
}

/** What makes an object again that is not there. */
export function applyAgain(declared: Declared, state: ClusterState): string {
  return kubectlCommand(state, `apply -f ${declared.dir}`);
}

/** What is said instead of judging when a resource could not be read; undefined when all of them were. */
export function unreadable(state: ClusterState, ...resources: readonly Resource[]): string | undefined {
  const reasons = resources.flatMap((resource) => state.unread.get(resource) ?? []);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** What a check says that could not find out whether it holds, rather than one that is not to be made. */
export function undecided(reason: string): Pick<Judgement, 'status' | 'unknown' | 'observed'> {
  return { status: 'skipped', unknown: true, observed: reason };
}

/** The first few of many, and how many more there are. */
export function few(items: readonly string[], limit = 5): string {
  return items.length <= limit ? items.join(', ') : `${items.slice(0, limit).join(', ')} and ${items.length - limit} more`;
}

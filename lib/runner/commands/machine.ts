import type { DeclaredCluster } from '../declared';
import { gatherFacts } from '../doctor/facts';
import { machineError, machineProblems } from '../doctor/judge';
import type { Programs } from '../process';

/**
 * Looks before anything is created whether this machine can have the cluster.
 *
 * @returns what is doubtful, a sentence each
 * @throws UserError (3) with everything that is missing or in the way
 */
export async function examineMachine(programs: Programs, cluster: DeclaredCluster): Promise<string[]> {
  const problems = machineProblems(await gatherFacts(programs, cluster), cluster);
  const error = machineError(problems);
  if (error !== undefined) throw error;
  return problems.map(({ subject, text }) => `${subject}: ${text}`);
}

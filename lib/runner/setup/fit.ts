import { judgeProgram } from '../doctor/judge';
import { DEFAULT_KUBERNETES, OLDEST_KIND, oldestKubectl, type Version } from '../doctor/versions';

/** The oldest version of each program that setup leaves as it is. */
export const OLDEST: Readonly<Record<'kind' | 'kubectl', Version>> = {
  kind: OLDEST_KIND,
  kubectl: oldestKubectl(DEFAULT_KUBERNETES),
};

/** Whether a program is there and new enough, from what it says of its version. */
export function fits(program: 'kind' | 'kubectl', says: string | undefined): boolean {
  return judgeProgram(program, says, OLDEST[program], '').severity === 'ok';
}

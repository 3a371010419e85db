import type { Declared } from '../declared';
import { readDist } from '../dist';
import { ExitStatus, UserError } from '../errors';
import type { Programs } from '../process';
import { gatherFacts } from './facts';
import { type Finding, judgeMachine } from './judge';
import type { Output } from './output';

const MARK = { ok: '✓', warning: '!', failure: '✗' } as const;

/**
 * Says what this machine lacks for the declared cluster, a line each, with what mends it. Changes nothing.
 *
 * @returns the exit status: 0 where nothing fails, else 3
 */
export async function doctor(programs: Programs, { dist }: { dist: string }, out: Output): Promise<number> {
  const { declared, finding } = await look(dist);
  const facts = await gatherFacts(programs, declared?.cluster);
  const findings = [...judgeMachine(facts, declared?.cluster), ...finding];
  for (const line of findings.flatMap(describe)) out.line(line);
  return findings.some(({ severity }) => severity === 'failure') ? ExitStatus.machine : ExitStatus.ok;
}

/** The machine is judged also where dist/ cannot be read; its ports and sizes are then unknown. */
async function look(dist: string): Promise<{ declared?: Declared; finding: Finding[] }> {
  try {
    return { declared: await readDist(dist), finding: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message: text, hint } = error;
    return { finding: [{ subject: dist, severity: 'warning', text, ...(hint !== undefined && { fix: hint }) }] };
  }
}

function describe({ subject, severity, text, fix }: Finding): string[] {
  return [`${MARK[severity]} ${subject}: ${text}`, ...(fix === undefined ? [] : [`    ${fix}`])];
}

import { plural } from '../../topology/amount';
import type { Report } from './report';

/** What a report comes to, in a few words. */
export function verdict({ ended, summary, checks }: Report): { words: string; look: 'good' | 'suspect' | 'broken' } {
  const total = checks.length;
  if (summary.failed > 0) return { words: `${summary.failed} of ${plural(total, 'check')} failed`, look: 'broken' };
  if (ended !== undefined) return { words: `Not through: ${ended}`, look: 'suspect' };
  if (total === 0) return { words: 'Nothing was checked', look: 'suspect' };
  const open = unproven({ summary, checks });
  if (open !== undefined) return { words: `Not proven: ${open}`, look: 'suspect' };
  if (summary.skipped > 0) return { words: `${summary.skipped} of ${plural(total, 'check')} could not run`, look: 'suspect' };
  return { words: total === 1 ? 'The check passed' : `All ${total} checks passed`, look: 'good' };
}

/** Why it is not known whether all holds, although no check failed; undefined where that is known. */
export function unproven({ summary, checks }: Pick<Report, 'summary' | 'checks'>): string | undefined {
  const unknown = checks.filter((check) => check.unknown).length;
  if (unknown > 0) return `${unknown} of ${plural(checks.length, 'check')} could not be judged`;
  return summary.passed === 0 && summary.skipped > 0 ? 'every check was skipped' : undefined;
}

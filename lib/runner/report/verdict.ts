import { plural } from '../../topology/amount';
import type { Report } from './report';

/** What a report comes to, in a few words. */
export function verdict({ ended, summary, checks }: Report): { words: string; look: 'good' | 'suspect' | 'broken' } {
  const total = checks.length;
  if (summary.failed > 0) return { words: `${summary.failed} of ${plural(total, 'check')} failed`, look: 'broken' };
  if (ended !== undefined) return { words: `Not through: ${ended}`, look: 'suspect' };
  if (total === 0) return { words: 'Nothing was checked', look: 'suspect' };
  if (summary.skipped > 0) return { words: `${summary.skipped} of ${plural(total, 'check')} could not run`, look: 'suspect' };
  return { words: total === 1 ? 'The check passed' : `All ${total} checks passed`, look: 'good' };
}

import { type Markup, markup } from '../../topology/markup';
import { formatDuration } from './duration';
import type { Check } from './report';

/** A longer table is folded up, so that what comes after it is found. */
const MOST_ROWS = 20;

/** Each failed check with all that is known about it; nothing where none failed. */
export function failedChecks(checks: readonly Check[]): Markup {
  const failed = checks.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return markup``;
  return markup`<section>
<h2>What failed</h2>
${failed.map(
  ({ id, subject, expected, observed, hint, diagnosis = [] }) => markup`<article>
<h3><span class="tag failed">${id}</span> ${subject}</h3>
<dl><dt>Expected</dt><dd>${expected}</dd><dt>Observed</dt><dd>${observed}</dd>${
    diagnosis.length > 0 && markup`<dt>What is known</dt><dd><pre>${diagnosis.join('\n')}</pre></dd>`
  }${hint !== undefined && markup`<dt>What to do</dt><dd>${hintMarkup(hint)}</dd>`}</dl>
</article>
`,
)}</section>`;
}

// A hint is a sentence, and after it a command on each line.
function hintMarkup(hint: string): Markup {
  const [words = '', ...commands] = hint.split('\n');
  return markup`<strong>${words}</strong>${commands.length > 0 && markup`<pre>${commands.map((line) => line.trim()).join('\n')}</pre>`}`;
}

const RANK = { failed: 0, skipped: 1, passed: 2 };

/** All checks in a table, the failed ones first. */
export function allChecks(checks: readonly Check[]): Markup {
  if (checks.length === 0) return markup``;
  const sorted = checks.toSorted((a, b) => RANK[a.status] - RANK[b.status]);
  return markup`<section>
<h2>All checks</h2>
${foldable(
  checks.length,
  'checks',
  markup`<table class="checks">
<thead><tr><th scope="col">Result</th><th scope="col">Check</th><th scope="col">Of</th><th scope="col">Expected</th><th scope="col">Observed</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${sorted.map(
  ({
    id,
    subject,
    status,
    unknown,
    expected,
    observed,
    hint,
    durationMs,
  }) => markup`<tr class="${status}"><td data-label="Result"><span class="tag ${status}">${unknown ? 'unknown' : status}</span></td><td data-label="Check"><span>${id}</span></td><td data-label="Of"><span>${subject}</span></td><td data-label="Expected"><span>${expected}</span></td><td data-label="Observed"><span>${observed}${
    status === 'skipped' && hint !== undefined && markup` <span class="muted">${hint}</span>`
  }</span></td><td data-label="Took" class="number"><span>${formatDuration(durationMs)}</span></td></tr>
`,
)}</tbody>
</table>`,
)}
</section>`;
}

/** Content that is folded up where it has many rows. */
export function foldable(rows: number, noun: string, content: Markup): Markup {
  return rows <= MOST_ROWS ? content : markup`<details><summary>${rows} ${noun}</summary>${content}</details>`;
}

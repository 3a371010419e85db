import { type Markup, markup } from '../../topology/markup';
import { formatDuration } from './duration';
import type { Report } from './report';

/** What the command did to the cluster. */
export function actionsList({ command, actions }: Report): Markup {
  if (command === 'verify') return markup``;
  return markup`<section>
<h2>What was carried out</h2>
${actions.length === 0 ? markup`<p>Nothing: the cluster was right already.</p>` : markup`<ol class="actions">${actions.map((action) => markup`<li>${action}</li>`)}</ol>`}
</section>`;
}

/** The steps of the command on a line of time. */
export function timeline({ steps, durationMs }: Report): Markup {
  if (steps.length === 0) return markup``;
  const whole = Math.max(1, durationMs, ...steps.map((step) => step.startMs + step.durationMs));
  const percent = (ms: number) => ((ms / whole) * 100).toFixed(2);
  return markup`<section>
<h2>Timeline</h2>
<ol class="steps">
${steps.map(
  ({ title, status, startMs, durationMs: took }) => markup`<li><span>${title}${
    status !== 'done' && markup` <span class="tag ${status}">${status}</span>`
  }</span><span class="lane" role="img" aria-label="from ${formatDuration(startMs)} to ${formatDuration(startMs + took)}"><i class="${status}" style="left:${percent(
    startMs,
  )}%;width:${percent(took)}%"></i></span><span class="number">${formatDuration(took)}</span></li>
`,
)}</ol>
</section>`;
}

/** When and with what the command ran. */
export function versionsLine({ startedAt, versions, cluster }: Report): Markup {
  const parts = [
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ...(cluster === undefined ? [] : [`Kubernetes ${cluster.kubernetes}`, `context ${cluster.context}`]),
  ];
  return markup`<footer>${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC · ${parts.join(' · ')}</footer>`;
}

import { htmlDocument } from '../../topology/document';
import { type Markup, markup } from '../../topology/markup';
import { picture } from '../../topology/picture';
import { formatDuration } from './duration';
import { allChecks, failedChecks } from './html-checks';
import { nodesTable } from './html-nodes';
import { actionsList, timeline, versionsLine } from './html-run';
import { REPORT_STYLE } from './html-style';
import type { Report } from './report';
import { fromReport } from './topology';
import { verdict } from './verdict';

/** The report as a page in one file: the verdict and the picture first, then what failed, then everything. */
export function renderHtml(report: Report): string {
  const topology = fromReport(report);
  const { words } = verdict(report);
  return htmlDocument({
    title: `${words} · ${report.cluster?.name ?? report.command}`,
    style: REPORT_STYLE,
    body: markup`${header(report)}
<main>
${topology !== undefined && picture(topology)}
${failedChecks(report.checks)}
${allChecks(report.checks)}
${nodesTable(report.cluster)}
${actionsList(report)}
${timeline(report)}
</main>
${versionsLine(report)}`,
  });
}

const BADGE = { good: '✓', broken: '✗', suspect: '!' };

function header(report: Report): Markup {
  const { words, look } = verdict(report);
  const { passed, failed, skipped } = report.summary;
  const { cluster } = report;
  return markup`<header>
<div class="verdict ${look}"><span class="badge" aria-hidden="true">${BADGE[look]}</span><h1>${words}</h1></div>
<p class="muted"><code>${report.command}</code>${cluster !== undefined && markup` of cluster ${cluster.name}, Kubernetes ${cluster.kubernetes}`}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${formatDuration(report.durationMs)}</p>
${report.urls.length > 0 && markup`<ul class="urls">${report.urls.map((url) => markup`<li>${link(url)}</li>`)}</ul>`}
</header>`;
}

// Only what a browser opens by asking a server: a javascript: address would run.
function link(url: string): Markup {
  return /^https?:\/\//.test(url) ? markup`<a href="${url}">${url}</a>` : markup`${url}`;
}

import { type Markup, markup } from '../../topology/markup';
import { plainLine } from '../../topology/plain-text';
import { CHECK_IDS, type Check, type Report } from './report';

/**
 * The report as JUnit XML, of which GitHub, GitLab and Jenkins read the same: a suite for each kind of check, a testcase
 * for each subject. A check that could not find out whether it holds is an error. A command that was ended before it was through has an error in a suite of its own.
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export function renderJunit(report: Report): string {
  const suites = CHECK_IDS.flatMap((id) => {
    const checks = report.checks.filter((check) => check.id === id);
    return checks.length === 0 ? [] : [checkSuite(report, id, checks)];
  });
  if (report.ended !== undefined) suites.push(endedSuite(report, report.ended));
  const { failed } = report.summary;
  return `${markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-kind ${report.command}" tests="${report.checks.length + (report.ended === undefined ? 0 : 1)}" failures="${failed}" errors="${
    unknownOf(report.checks) + (report.ended === undefined ? 0 : 1)
  }" time="${seconds(report.durationMs)}">${suites}
</testsuites>`}\n`;
}

function checkSuite(report: Report, id: string, checks: readonly Check[]): Markup {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const unknown = unknownOf(checks);
  const total = checks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return markup`
  <testsuite name="${id}" tests="${checks.length}" failures="${count('failed')}" errors="${unknown}" skipped="${count('skipped') - unknown}" time="${seconds(total)}" timestamp="${timestamp(report)}">
    ${properties(report)}${checks.map(testcase)}
  </testsuite>`;
}

function unknownOf(checks: readonly Check[]): number {
  return checks.filter(({ unknown }) => unknown).length;
}

function testcase(check: Check): Markup {
  const { id, subject, status, unknown, observed, diagnosis = [], durationMs } = check;
  return markup`
    <testcase classname="cdk8s-kind.${id}" name="${plainLine(subject)}" time="${seconds(durationMs)}">${
      status === 'failed' && markup`<failure type="${id}" message="${plainLine(observed)}">${details(check)}</failure>`
    }${status === 'skipped' && (unknown ? markup`<error type="unknown" message="${plainLine(observed)}"/>` : markup`<skipped message="${plainLine(observed)}"/>`)}${
      diagnosis.length > 0 && markup`<system-out>${diagnosis.join('\n')}</system-out>`
    }</testcase>`;
}

function details({ expected, observed, hint }: Check): string {
  return [`expected: ${expected}`, `observed: ${observed}`, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n');
}

function endedSuite(report: Report, ended: string): Markup {
  const time = seconds(report.durationMs);
  const steps = report.steps.map(({ title, status }) => `${title}: ${status}`).join('\n');
  return markup`
  <testsuite name="${report.command}" tests="1" failures="0" errors="1" skipped="0" time="${time}" timestamp="${timestamp(report)}">
    ${properties(report)}
    <testcase classname="cdk8s-kind.${report.command}" name="${report.command} runs to its end" time="${time}"><error type="ended" message="${plainLine(ended)}">${ended}</error><system-out>${steps}</system-out></testcase>
  </testsuite>`;
}

function properties({ cluster, versions, ended }: Report): Markup {
  const all: Record<string, string> = {
    ...(cluster && { cluster: cluster.name, context: cluster.context, kubernetes: cluster.kubernetes }),
    ...versions,
    ...(ended !== undefined && { ended }),
  };
  return markup`<properties>${Object.entries(all).map(
    ([name, value]) => markup`<property name="${plainLine(name)}" value="${plainLine(value)}"/>`,
  )}</properties>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

// JUnit's own has neither zone nor fraction, and readers that are strict take no other.
function timestamp({ startedAt }: Report): string {
  return new Date(startedAt).toISOString().slice(0, 19);
}

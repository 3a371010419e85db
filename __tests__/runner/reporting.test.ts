import type { Progress } from '../../lib/runner/progress';
import { programVersions, Reporting } from '../../lib/runner/reporting';
import { fakePrograms } from './setup/fake-programs';

const STEP = { title: 'synth', status: 'done', startMs: 0, durationMs: 5 } as const;
const progress: Progress = { steps: [STEP], note: () => {}, step: (_, work) => work(() => {}) };

test('the versions of the programs are what they say; one that does not answer is left out', async () => {
  const { programs } = fakePrograms({
    'docker version': '27.3.1\n',
    'kind version': 'kind v0.27.0 go1.23.6 linux/amd64',
    'kubectl version': { exitCode: 1, stderr: 'no' },
  });
  expect(await programVersions(programs)).toEqual({ docker: '27.3.1', kind: '0.27.0' });
});

test('a command that ended before anything was judged reports what is known: its steps, its actions, and what ended it', () => {
  const reporting = new Reporting('up', { json: 'report.json' });
  reporting.actions.push('cluster kind: created with 3 nodes');
  const report = reporting.report(progress, {}, 'interrupted by SIGINT');
  expect(report).toMatchObject({
    version: 1,
    command: 'up',
    ended: 'interrupted by SIGINT',
    checks: [],
    steps: [STEP],
    actions: ['cluster kind: created with 3 nodes'],
    summary: { passed: 0, failed: 0, skipped: 0 },
  });
  expect(report.cluster).toBeUndefined();
});

test('a report of a command that went through does not say that it ended', () => {
  expect(new Reporting('verify', {}).report(progress, {})).not.toHaveProperty('ended');
});

test('without a file for it no report is wanted', () => {
  expect(new Reporting('up', {}).isWanted).toBe(false);
  expect(new Reporting('up', { junit: 'junit.xml' }).isWanted).toBe(true);
});

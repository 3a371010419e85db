import type { Problem } from '../../lib/checks/description';
import { errorReport } from '../../lib/synth/error-report';
import { failureReport, problemText, synthesisReport } from '../../lib/synth/report';
import { SynthFailed } from '../../lib/synth/synth-failed';

const problem: Problem = {
  rule: 'node-port-mapped',
  severity: 'warning',
  path: 'web/service',
  message: 'nodePort 30080 is not mapped.',
  fix: 'Call cluster.expose(service).',
};

const UNUSED = [{ path: 'web', rule: 'pod-fits', reason: 'a node is added by hand' }];

test('a failure names every problem with its path, its fix and its rule', () => {
  const findings = [
    { path: 'web/service', message: problemText(problem) },
    { path: '', message: 'something about the app' },
  ];
  expect(failureReport(findings)).toBe(
    [
      '2 problems; nothing was written.',
      '',
      'web/service: nodePort 30080 is not mapped.',
      '  → Call cluster.expose(service). (node-port-mapped)',
      '',
      'app: something about the app',
    ].join('\n'),
  );
});

test('a synthesis says what became of the files, one line for all of a node, and what it warns of', () => {
  const files = [
    { path: 'kind/cluster.yaml', change: 'unchanged' },
    { path: 'kind/nodes/kind-worker/cpu/online', change: 'written' },
    { path: 'kind/nodes/kind-worker/meminfo', change: 'unchanged' },
    { path: 'kind/nodes/kind-worker/cpu/present', change: 'written' },
    { path: 'old.k8s.yaml', change: 'removed' },
  ] as const;
  expect(synthesisReport('dist', files, [problem], [{ problem, reason: 'only used inside' }], UNUSED)).toBe(
    [
      'dist/kind/cluster.yaml        unchanged',
      'dist/kind/nodes/kind-worker/  2 files written, 1 file unchanged',
      'dist/old.k8s.yaml             removed',
      '',
      'warning: web/service: nodePort 30080 is not mapped.',
      '  → Call cluster.expose(service). (node-port-mapped)',
      '',
      'accepted: web/service: nodePort 30080 is not mapped.',
      '  → only used inside (node-port-mapped)',
      '',
      'note: web: pod-fits is off here and finds nothing.',
      "  → Remove Checks.of(…).off('pod-fits', …).",
    ].join('\n'),
  );
});

describe('an error that main.ts throws', () => {
  const error = (kind: Error, ...frames: string[]) =>
    Object.assign(kind, { stack: [`${kind.name}: ${kind.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n') });
  const report = (thrown: unknown) => errorReport(thrown, '/project', false).split('\n')[0];

  test('is told with its line, without the stack', () => {
    const thrown = error(new TypeError('x is not a function'), 'Object.<anonymous> (/project/main.ts:7:3)', 'node:internal:1:1');
    expect(report(thrown)).toBe('main.ts:7: TypeError: x is not a function');
  });

  test('deeper in the project is told with the line of main.ts and its own', () => {
    const thrown = error(
      new Error('cpus is NaN'),
      'toKube (/project/node_modules/cdk8s/lib/a.js:1:1)',
      'new KindCluster (/project/lib/cluster/kind-cluster.ts:120:5)',
      '/project/main.ts:9:17',
    );
    expect(report(thrown)).toBe('main.ts:9 (thrown at lib/cluster/kind-cluster.ts:120): cpus is NaN');
  });

  test('that is a report is the report alone', () => {
    const failed = new SynthFailed([{ path: 'web', message: 'wrong' }]);
    expect(errorReport(failed, '/project', false)).toBe('1 problem; nothing was written.\n\nweb: wrong');
  });

  test('shows its stack with DEBUG', () => {
    expect(errorReport(error(new Error('boom'), '/elsewhere/a.js:1:1'), '/project', true)).toContain('at /elsewhere/a.js:1:1');
  });

  test('that is no Error is told as it is', () => {
    expect(report('words')).toBe('main.ts threw words');
  });
});

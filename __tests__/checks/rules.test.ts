import { checkDescription } from '../../lib/checks/check';
import { RULES } from '../../lib/checks/rules';
import { CLUSTER_ROWS } from './rows/cluster';
import { NODE_ROWS } from './rows/node';
import { OBJECT_ROWS } from './rows/object';
import { PATCH_ROWS } from './rows/patch';
import { SERVICE_ROWS } from './rows/service';
import { WORKLOAD_ROWS } from './rows/workload';

const ROWS = [...CLUSTER_ROWS, ...NODE_ROWS, ...OBJECT_ROWS, ...PATCH_ROWS, ...SERVICE_ROWS, ...WORKLOAD_ROWS];

test.each(ROWS)('$rule: $message', ({ rule, breaks, message, severity = 'error' }) => {
  const found = checkDescription(breaks).filter((problem) => problem.rule === rule);
  expect(found.map((problem) => [problem.severity, problem.message])).toEqual([[severity, message]]);
  expect(found[0]?.path).toMatch(/^app\//);
  expect(found[0]?.fix).toMatch(/\w/);
});

test.each(ROWS)('the nearest description without "$message" does not break $rule', ({ rule, near }) => {
  expect(checkDescription(near).filter((problem) => problem.rule === rule)).toEqual([]);
});

test('every rule has a row in the table', () => {
  const rows = new Set(ROWS.map(({ rule }) => rule));
  expect(Object.keys(RULES).filter((rule) => !rows.has(rule))).toEqual([]);
});

test('all problems are reported at once', () => {
  const objects = ROWS.flatMap(({ breaks }) => breaks.objects);
  const found = checkDescription({ clusters: ROWS.slice(0, 1).flatMap(({ breaks }) => breaks.clusters), objects });
  expect(new Set(found.map(({ rule }) => rule)).size).toBeGreaterThan(5);
});

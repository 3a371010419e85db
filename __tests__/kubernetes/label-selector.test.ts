import { matchesExpression, matchesLabels, matchesSelector } from '../../lib/kubernetes/label-selector';

const LABELS = { app: 'web', tier: 'front' };

test('an absent selector matches nothing, an empty one everything', () => {
  expect(matchesSelector(undefined, LABELS)).toBe(false);
  expect(matchesSelector({}, LABELS)).toBe(true);
});

test('labels and expressions have to match all', () => {
  const expressions = (operator: string) => ({ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator }] });
  expect(matchesSelector(expressions('Exists'), LABELS)).toBe(true);
  expect(matchesSelector(expressions('DoesNotExist'), LABELS)).toBe(false);
  expect(matchesLabels({ app: 'web', tier: 'back' }, LABELS)).toBe(false);
});

test.each([
  ['In', ['web'], true],
  ['In', ['db'], false],
  ['NotIn', ['db'], true],
  ['NotIn', ['web'], false],
  ['Near', ['web'], false],
])('%s %j', (operator, values, expected) => {
  expect(matchesExpression({ key: 'app', operator, values }, LABELS)).toBe(expected);
});

test('names that objects have of themselves are no labels', () => {
  expect(matchesExpression({ key: 'constructor', operator: 'Exists' }, LABELS)).toBe(false);
});

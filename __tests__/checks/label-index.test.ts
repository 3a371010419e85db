import { LabelIndex } from '../../lib/checks/label-index';

const item = (namespace: string, labels: Record<string, string>) => ({ namespace, labels });

test('finds what has all labels of a selector, in its namespace', () => {
  const both = item('default', { app: 'web', tier: 'front' });
  const index = new LabelIndex([both, item('default', { app: 'web' }), item('other', { app: 'web', tier: 'front' })]);
  expect(index.matching('default', { app: 'web', tier: 'front' })).toEqual([both]);
  expect(index.matching('default', { app: 'db' })).toEqual([]);
});

test('an empty selector finds everything in the namespace, an absent one nothing', () => {
  const index = new LabelIndex([item('default', {}), item('other', {})]);
  expect(index.selected('default', {})).toHaveLength(1);
  expect(index.selected('default', undefined)).toEqual([]);
});

test('finds by expressions too', () => {
  const index = new LabelIndex([item('default', { app: 'web' }), item('default', { app: 'db' })]);
  expect(index.selected('default', { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] })).toHaveLength(1);
});

test('looks at no more items for a selector when there are ten times as many others', () => {
  const looks = (count: number) => {
    let reads = 0;
    const get = (target: { app: string }, key: string | symbol) => {
      reads += 1;
      return Reflect.get(target, key);
    };
    const labels = (app: string): Record<string, string> => new Proxy({ app }, { get });
    const index = new LabelIndex(Array.from({ length: count }, (_, i) => item('default', labels(`app-${i}`))));
    const before = reads;
    expect(index.matching('default', { app: 'app-7' })).toHaveLength(1);
    return reads - before;
  };
  expect(looks(1000)).toBe(looks(100));
});

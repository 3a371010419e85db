import { listedObjects } from '../../lib/kubernetes/list';

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });

test('the items of a List are the objects, also of a List in a List', () => {
  const inner = { apiVersion: 'v1', kind: 'List', items: [pod('b'), pod('c')] };
  expect(listedObjects({ apiVersion: 'v1', kind: 'List', items: [pod('a'), inner] })).toEqual([pod('a'), pod('b'), pod('c')]);
});

test('the items of a typed list get its kind where they have none', () => {
  const list = { apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' } }, pod('b')] };
  expect(listedObjects(list)).toEqual([pod('a'), pod('b')]);
});

test.each([
  [{ apiVersion: 'example.com/v1', kind: 'AllowList', metadata: { name: 'a' }, items: ['1.2.3.4'] }],
  [{ apiVersion: 'example.com/v1', kind: 'AllowList', metadata: { name: 'a' }, items: [{ ip: '1.2.3.4' }] }],
  [{ apiVersion: 'v1', kind: 'List' }],
  [pod('a')],
  [null],
])('%j is an object itself', (document) => {
  expect(listedObjects(document)).toEqual([document]);
});

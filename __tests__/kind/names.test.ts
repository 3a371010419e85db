import { KIND_API_VERSION, type KindConfig, type KindNode } from '../../lib/kind/config';
import { contextName, namedNodes } from '../../lib/kind/names';

const config = (nodes?: KindNode[], name?: string): KindConfig => ({
  kind: 'Cluster',
  apiVersion: KIND_API_VERSION,
  ...(name !== undefined && { name }),
  ...(nodes !== undefined && { nodes }),
});
const names = (nodes?: KindNode[], name?: string) => namedNodes(config(nodes, name)).map((node) => node.name);

test('nodes are numbered from the second of their role on', () => {
  expect(names([{ role: 'worker' }, { role: 'control-plane' }, { role: 'worker' }, { role: 'control-plane' }], 'dev')).toEqual([
    'dev-worker',
    'dev-control-plane',
    'dev-worker2',
    'dev-control-plane2',
  ]);
});

test.each([undefined, []])('a cluster of %p has one control plane', (nodes) => {
  expect(names(nodes)).toEqual(['kind-control-plane']);
});

test('a node without a role is a control plane', () => {
  expect(namedNodes(config([{}]))[0]?.role).toBe('control-plane');
});

test('the context is called after the cluster', () => {
  expect(contextName('dev')).toBe('kind-dev');
});

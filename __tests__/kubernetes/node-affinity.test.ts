import { nodeAffinityAllows } from '../../lib/kubernetes/node-affinity';
import type { LabelExpression, NodeSelectorTerm, PodSpec } from '../../lib/kubernetes/object';

const NODE = {
  name: 'kind-worker',
  labels: { disk: 'ssd', cores: '8' },
  mayHave: (key: string) => key.startsWith('example.com/'),
};
const required = (...nodeSelectorTerms: NodeSelectorTerm[]): PodSpec => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const expression = (key: string, operator: string, ...values: string[]) =>
  required({ matchExpressions: [{ key, operator, values }] });
const SSD: LabelExpression = { key: 'disk', operator: 'In', values: ['ssd'] };
const HDD: LabelExpression = { key: 'disk', operator: 'In', values: ['hdd'] };

test.each<[string, PodSpec, string]>([
  ['nothing', {}, 'yes'],
  ['a nodeName', { nodeName: 'kind-worker' }, 'yes'],
  ['another nodeName', { nodeName: 'kind-worker2' }, 'no'],
  ['a nodeSelector', { nodeSelector: { disk: 'ssd' } }, 'yes'],
  ['a nodeSelector of another value', { nodeSelector: { disk: 'hdd' } }, 'no'],
  ['a nodeSelector that the node may fulfil', { nodeSelector: { disk: 'ssd', 'example.com/a': '1' } }, 'maybe'],
  ['one that it may and one that it does not fulfil', { nodeSelector: { disk: 'hdd', 'example.com/a': '1' } }, 'no'],
  ['In', expression('disk', 'In', 'hdd', 'ssd'), 'yes'],
  ['NotIn', expression('disk', 'NotIn', 'ssd'), 'no'],
  ['NotIn of a label that the node has not', expression('zone', 'NotIn', 'a'), 'yes'],
  ['Exists', expression('disk', 'Exists'), 'yes'],
  ['DoesNotExist', expression('zone', 'DoesNotExist'), 'yes'],
  ['DoesNotExist of a label that it may have', expression('example.com/a', 'DoesNotExist'), 'maybe'],
  ['Gt', expression('cores', 'Gt', '4'), 'yes'],
  ['Lt', expression('cores', 'Lt', '8'), 'no'],
  ['one of two terms', required({ matchExpressions: [HDD] }, { matchExpressions: [SSD] }), 'yes'],
  ['both expressions of a term', required({ matchExpressions: [HDD, SSD] }), 'no'],
  ['a term without expressions', required({}), 'no'],
  ['its name', required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['kind-worker'] }] }), 'yes'],
  ['another name', required({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['kind-worker'] }] }), 'no'],
])('%s', (_, pod, expected) => {
  expect(nodeAffinityAllows(pod, NODE)).toBe(expected);
});

import { untolerated } from '../../lib/kubernetes/tolerations';

const TAINT = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const VALUED = { key: 'dedicated', value: 'db', effect: 'NoExecute' };

test.each([
  ['no toleration', [], [TAINT], 1],
  ['the key and effect', [{ key: TAINT.key, effect: 'NoSchedule' }], [TAINT], 0],
  ['the key with every effect', [{ key: TAINT.key, operator: 'Exists' }], [TAINT], 0],
  ['another effect', [{ key: TAINT.key, effect: 'NoExecute' }], [TAINT], 1],
  ['everything', [{ operator: 'Exists' }], [TAINT, VALUED], 0],
  ['the value', [{ key: 'dedicated', value: 'db' }], [VALUED], 0],
  ['another value', [{ key: 'dedicated', value: 'web' }], [VALUED], 1],
  ['no key without Exists', [{ value: 'db' }], [VALUED], 1],
  ['a taint that is only a preference', [], [{ key: 'slow', effect: 'PreferNoSchedule' }], 0],
])('with %s', (_, tolerations, taints, left) => {
  expect(untolerated(taints, tolerations)).toHaveLength(left);
});

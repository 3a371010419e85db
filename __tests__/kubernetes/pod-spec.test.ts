import { readPodSpec, readSelector } from '../../lib/kubernetes/pod-spec';

test('a well-formed specification is read as it is', () => {
  const spec = {
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'a', operator: 'Exists' }],
    containers: [
      {
        name: 'web',
        ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
        resources: { requests: { cpu: 1 }, limits: {} },
      },
    ],
    topologySpreadConstraints: [
      { topologyKey: 'a', maxSkew: 2, whenUnsatisfiable: 'ScheduleAnyway', minDomains: 3, matchLabelKeys: ['b'] },
    ],
  };
  expect(readPodSpec(spec)).toMatchObject(spec);
});

test.each([[null], ['x'], [[]], [{ containers: 'x', tolerations: {}, affinity: [], nodeSelector: null }]])(
  '%j is a specification of nothing',
  (value) => {
    const { containers, tolerations, nodeSelector, topologySpreadConstraints } = readPodSpec(value);
    expect({ containers, tolerations, nodeSelector, topologySpreadConstraints }).toEqual({
      containers: [],
      tolerations: [],
      nodeSelector: {},
      topologySpreadConstraints: [],
    });
  },
);

test('what is odd within a list is left out, and the rest stays', () => {
  const { containers } = readPodSpec({
    containers: [null, { name: 'a', ports: [{ containerPort: '80' }, { containerPort: 81 }] }],
  });
  expect(containers).toEqual([{ name: 'a', ports: [{ containerPort: 81 }], resources: { requests: {}, limits: {} } }]);
});

test('no selector is something else than an empty one', () => {
  expect(readSelector(undefined)).toBeUndefined();
  expect(readSelector({})).toEqual({ matchLabels: {}, matchExpressions: [] });
});

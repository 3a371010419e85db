import { checkDescription } from '../../lib/checks/check';
import { expectedPlacement } from '../../lib/checks/placement';
import { Random } from '../random';
import { CONTROL_PLANE, described, type Manifest, service, worker, workload } from './described';

const NODES = [CONTROL_PLANE, worker('1')];
const check = (...objects: unknown[]) => checkDescription(described(NODES, objects as Manifest[]));

test.each([
  ['no metadata', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['no specification', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } }],
  ['a specification that is a text', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'a' }, spec: 'x' }],
  ['containers that are a mapping', workload('a', { pod: { containers: { name: 'main' } } })],
  ['replicas that are a text', workload('a', { spec: { replicas: '3' } })],
])('a workload with %s is reported without a crash', (_, object) => {
  expect(() => check(object)).not.toThrow();
});

test('an object that is nothing at all is left alone', () => {
  expect(check({}, { kind: 5, metadata: [] }, { kind: 'List', items: [null, 3] })).toEqual([]);
  expect(check({ kind: 'Service' }).map(({ rule }) => rule)).toEqual(['object-name']);
});

test('the items of a List count, and a second object of one name hides nothing of the first', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [workload('a', { requests: { cpu: '2' } })] };
  expect(check(list).map(({ rule }) => rule)).toEqual(['pod-fits']);
  expect(check(list, workload('a', { requests: { cpu: '200m' } })).map(({ rule }) => rule)).toEqual([
    'object-unique',
    'pod-fits',
  ]);
});

test('a custom resource that is called a list is none', () => {
  expect(check({ apiVersion: 'example.com/v1', kind: 'AllowList', metadata: { name: 'a' }, items: ['1.2.3.4'] })).toEqual([]);
});

test('a workload of another API group is not judged as one of Kubernetes', () => {
  const kruise = { ...workload('a', { kind: 'StatefulSet', requests: { cpu: '9' } }), apiVersion: 'apps.kruise.io/v1beta1' };
  const volcano = { ...workload('b', { kind: 'Job' }), apiVersion: 'batch.volcano.sh/v1alpha1', spec: { tasks: [] } };
  expect(check(kruise, volcano)).toEqual([]);
});

test('no value in any place of a manifest makes the checks crash', () => {
  const random = new Random(7);
  const odd = [null, undefined, 0, -1, 1.5, '', 'x', true, [], {}, [null], { a: null }, Number.NaN];
  const spoil = (value: unknown): unknown => {
    if (random.chance(0.08)) return random.pick(odd);
    if (Array.isArray(value)) return value.map(spoil);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, spoil(field)]));
  };
  const whole = [
    workload('a', {
      replicas: 3,
      requests: { cpu: '100m', memory: '1Gi' },
      limits: { cpu: '200m' },
      ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
      pod: {
        nodeSelector: { a: 'b' },
        tolerations: [{ key: 'a', operator: 'Exists' }],
        initContainers: [{ name: 'init', restartPolicy: 'Always', resources: { requests: { cpu: 1 } } }],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { a: 'b' } } },
        ],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
                  matchFields: [{ key: 'metadata.name', operator: 'In', values: ['x'] }],
                },
              ],
            },
          },
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
            ],
          },
        },
        volumes: [{ hostPath: { path: '/a' } }],
      },
    }),
    service('a', {
      type: 'NodePort',
      selector: { app: 'a' },
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80, targetPort: 'http', nodePort: 30080 }],
    }),
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'a' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' } },
    },
  ];
  for (let i = 0; i < 500; i += 1) {
    const objects = whole.map(spoil) as Manifest[];
    expect(() => checkDescription(described(NODES, objects))).not.toThrow();
    expect(() => expectedPlacement(described(NODES, objects))).not.toThrow();
  }
});

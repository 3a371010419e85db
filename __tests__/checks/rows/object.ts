import { CONTROL_PLANE, described, type Manifest, type Row, service, workload } from '../described';

const objects = (...of: Manifest[]) => described([CONTROL_PLANE], of);
const object = (kind: string, name: string, more: Manifest = {}, apiVersion = 'v1'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name },
  ...more,
});
const labelled = (labels: Manifest) => objects({ ...object('ConfigMap', 'settings'), metadata: { name: 'settings', labels } });
const named = (kind: string, bad: string, good: string, message: string, apiVersion?: string): Row => ({
  rule: 'object-name',
  breaks: objects(object(kind, bad, {}, apiVersion)),
  message,
  near: objects(object(kind, good, {}, apiVersion)),
});

export const OBJECT_ROWS: readonly Row[] = [
  named('ConfigMap', 'My_Config', 'my.config', '"My_Config" is not a name that a ConfigMap can have.'),
  named('Namespace', 'a.b', 'a-b', '"a.b" is not a name that a Namespace can have.'),
  named('Service', '1-web', 'web-1', '"1-web" is not a name that a Service can have.'),
  named(
    'CronJob',
    'n'.repeat(53),
    'n'.repeat(52),
    `"${'n'.repeat(53)}" has 53 characters, and the name of a CronJob has 52 at most.`,
    'batch/v1',
  ),
  {
    rule: 'object-name',
    breaks: objects(workload('My Nginx-deployment', { labels: { app: 'nginx' } })),
    message: '"My Nginx-deployment" is not a name that a Deployment can have.',
    near: objects(
      object('ClusterRole', 'system:My_Role', {}, 'rbac.authorization.k8s.io/v1'),
      object('Widget', 'A_b', {}, 'x.io/v1'),
    ),
  },
  {
    rule: 'object-name',
    breaks: objects({ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'a-' } }),
    message: 'a Job has no name, and kubectl apply refuses an object without one.',
    near: objects(object('Job', 'a', {}, 'batch/v1')),
  },
  {
    rule: 'object-unique',
    breaks: objects(object('ConfigMap', 'a'), object('ConfigMap', 'a')),
    message: 'a: ConfigMap default/a is described twice, first by app/a, and one would replace the other.',
    near: objects(
      object('ConfigMap', 'a'),
      object('Secret', 'a'),
      { ...object('ConfigMap', 'a'), metadata: { name: 'a', namespace: 'other' } },
      { ...object('ConfigMap', 'a'), metadata: { generateName: 'a' } },
    ),
  },
  {
    rule: 'object-unique',
    breaks: objects(
      object('HorizontalPodAutoscaler', 'a', {}, 'autoscaling/v1'),
      object('HorizontalPodAutoscaler', 'a', {}, 'autoscaling/v2'),
    ),
    message: 'a: HorizontalPodAutoscaler default/a is described twice, first by app/a, and one would replace the other.',
    near: objects(object('Job', 'a', {}, 'batch/v1'), object('Job', 'a', {}, 'batch.volcano.sh/v1alpha1')),
  },
  {
    rule: 'object-labels',
    breaks: labelled({ version: 2 }),
    message: 'settings: label version has the value 2, which is not a text.',
    near: labelled({ version: '2', empty: '', nothing: null }),
  },
  {
    rule: 'object-labels',
    breaks: labelled({ owner: 'the team' }),
    message: 'settings: label owner has the value "the team", which no label can have.',
    near: labelled({ 'example.com/owner': 'the-team' }),
  },
  {
    rule: 'object-labels',
    breaks: labelled({ 'a b': 'c' }),
    message: 'settings: label a b has a key that no label can have.',
    near: labelled({ a_b: 'c' }),
  },
  {
    rule: 'object-labels',
    breaks: objects(workload('web', { spec: { selector: { matchLabels: { app: 'web', canary: true } } } })),
    message: 'web: selector canary has the value true, which is not a text.',
    near: objects(workload('web')),
  },
  {
    rule: 'object-labels',
    breaks: objects(service('web', { selector: { version: 2 } })),
    message: 'web: selector version has the value 2, which is not a text.',
    near: objects(service('web', { selector: { version: '2' } })),
  },
  {
    rule: 'data-values',
    breaks: objects(object('ConfigMap', 'a', { data: { port: 8080, host: 'a' } })),
    message: 'a: data port of this ConfigMap is 8080, which is not a text.',
    near: objects(
      object('ConfigMap', 'a', { data: { port: '8080' } }),
      object('ConfigMap', 'b', { data: { port: 1 } }, 'x.io/v1'),
    ),
  },
  {
    rule: 'data-values',
    breaks: objects(object('Secret', 'a', { stringData: { debug: true } })),
    message: 'a: stringData debug of this Secret is true, which is not a text.',
    near: objects(object('Secret', 'a', { stringData: { debug: 'true' } })),
  },
  {
    rule: 'replicas',
    breaks: objects(workload('web', { replicas: -1 })),
    message: 'web: replicas is -1, which is no number of pods.',
    near: objects(workload('web', { replicas: 0 })),
  },
  {
    rule: 'replicas',
    breaks: objects(workload('web', { spec: { replicas: '3' } })),
    message: 'web: replicas is "3", which is no number of pods.',
    near: objects(workload('web', { spec: { replicas: null } })),
  },
  {
    rule: 'replicas',
    breaks: objects(workload('web', { kind: 'Job', spec: { parallelism: 1.5 } })),
    message: 'web: parallelism is 1.5, which is no number of pods.',
    near: objects(workload('web', { kind: 'Job', spec: { parallelism: 2 } })),
  },
];

import type { Service, Workload } from './application';
import type { LabelIndex } from './label-index';

/**
 * The workloads whose pods a Service selects: by the labels of their templates, and by those that their controllers add.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
export function selectedWorkloads(
  { namespace, selector }: Pick<Service, 'namespace' | 'selector'>,
  templates: LabelIndex<Workload>,
): Workload[] {
  const pairs = Object.entries(selector);
  const added = pairs.filter(([key]) => Object.hasOwn(ADDED, key));
  if (added.length === 0) return templates.matching(namespace, selector);
  const written = Object.fromEntries(pairs.filter(([key]) => !Object.hasOwn(ADDED, key)));
  return templates
    .matching(namespace, written)
    .filter((workload) => added.every(([key, value]) => workload.labels[key] === value || ADDED[key]?.(workload, value)));
}

type Adds = (workload: Workload, value: string) => boolean;

const byJob: Adds = ({ kind, name }, value) =>
  kind === 'CronJob' ? value.startsWith(`${name}-`) : kind === 'Job' && value === name;
const anyOfJob: Adds = ({ kind }) => kind === 'Job' || kind === 'CronJob';

/** Whether a controller may give a pod of a workload this value of a label. What is made up at random may be any. */
const ADDED: Readonly<Record<string, Adds>> = {
  'statefulset.kubernetes.io/pod-name': (workload, value) =>
    value.startsWith(`${workload.name}-`) && isOrdinal(workload, value.slice(workload.name.length + 1)),
  'apps.kubernetes.io/pod-index': isOrdinal,
  'controller-revision-hash': ({ kind }) => kind === 'StatefulSet' || kind === 'DaemonSet',
  'pod-template-generation': ({ kind }) => kind === 'DaemonSet',
  'pod-template-hash': ({ kind }) => kind === 'Deployment',
  'job-name': byJob,
  'batch.kubernetes.io/job-name': byJob,
  'controller-uid': anyOfJob,
  'batch.kubernetes.io/controller-uid': anyOfJob,
  'batch.kubernetes.io/job-completion-index': anyOfJob,
};

function isOrdinal({ kind, firstOrdinal, replicas, autoscaled }: Workload, value: string): boolean {
  if (kind !== 'StatefulSet' || !/^(0|[1-9]\d*)$/.test(value)) return false;
  return Number(value) >= firstOrdinal && (autoscaled === 'replicas' || Number(value) < firstOrdinal + replicas);
}

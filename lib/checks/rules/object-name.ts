import { apiGroup } from '../../kubernetes/kinds';
import { record, text } from '../../kubernetes/plain';
import type { Rule } from '../description';
import { error } from '../finding';
import { objectsIn, type ReadObject } from '../objects';

/**
 * The name of an object is one that the API server takes ("metadata.name: Invalid value" otherwise): a DNS subdomain for most
 * kinds, a DNS label for a Namespace, and for a Service one that begins with a letter. Kinds that are free to have other names,
 * such as Role, and those that Kubernetes does not bring are left alone. Every object has one: generateName is for kubectl create.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
 */
export const objectName: Rule = (description) => objectsIn(description).flatMap(check);

interface NameFormat {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly words: string;
}

const SUBDOMAIN: NameFormat = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  longest: 253,
  words: 'a-z, 0-9, "-" and ".", beginning and ending with a letter or digit',
};
const LABEL: NameFormat = {
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  longest: 63,
  words: 'a-z, 0-9 and "-", beginning and ending with a letter or digit',
};
const SERVICE: NameFormat = {
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  longest: 63,
  words: 'a-z, 0-9 and "-", beginning with a letter and ending with a letter or digit',
};
/** Kubernetes adds 11 characters to make the names of its Jobs, which are values of labels. */
const CRON_JOB: NameFormat = { ...SUBDOMAIN, longest: 52 };

const FORMATS: Readonly<Record<string, Readonly<Record<string, NameFormat>>>> = {
  '': {
    Namespace: LABEL,
    Service: SERVICE,
    ...subdomains(
      'ConfigMap',
      'Endpoints',
      'LimitRange',
      'PersistentVolume',
      'PersistentVolumeClaim',
      'Pod',
      'ReplicationController',
      'ResourceQuota',
      'Secret',
      'ServiceAccount',
    ),
  },
  apps: subdomains('DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'),
  batch: { ...subdomains('Job'), CronJob: CRON_JOB },
  autoscaling: subdomains('HorizontalPodAutoscaler'),
  'networking.k8s.io': subdomains('Ingress', 'IngressClass', 'NetworkPolicy'),
  policy: subdomains('PodDisruptionBudget'),
  'scheduling.k8s.io': subdomains('PriorityClass'),
  'storage.k8s.io': subdomains('StorageClass'),
};

function check({ path, apiVersion, kind, object }: ReadObject) {
  const name = text(record(object.metadata).name);
  const format = FORMATS[apiGroup(apiVersion)]?.[kind];
  if (name === undefined) {
    return kind === ''
      ? []
      : [error(path, `a ${kind} has no name, and kubectl apply refuses an object without one.`, 'Give it a metadata.name.')];
  }
  if (format === undefined) return [];
  if (!format.pattern.test(name)) {
    return [error(path, `"${name}" is not a name that a ${kind} can have.`, `Name it with ${format.words}.`)];
  }
  if (name.length <= format.longest) return [];
  return [
    error(
      path,
      `"${name}" has ${name.length} characters, and the name of a ${kind} has ${format.longest} at most.`,
      `Shorten it by ${name.length - format.longest}.`,
    ),
  ];
}

function subdomains(...kinds: string[]): Record<string, NameFormat> {
  return Object.fromEntries(kinds.map((kind) => [kind, SUBDOMAIN]));
}

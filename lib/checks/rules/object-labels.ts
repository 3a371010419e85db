import { workloadKind } from '../../kubernetes/kinds';
import { type PlainRecord, record } from '../../kubernetes/plain';
import { templateOf } from '../application';
import type { Finding, Rule } from '../description';
import { error } from '../finding';
import { isLabelKey, isLabelValue } from '../label-syntax';
import { objectsIn, type ReadObject } from '../objects';

/**
 * Labels, and what selects by them, have keys and values that the API server takes. A value that YAML reads as a number or as
 * true or false is none: "cannot unmarshal number into Go struct field ObjectMeta.labels of type string".
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const objectLabels: Rule = (description) =>
  objectsIn(description).flatMap((object) =>
    labelsOf(object).flatMap(([where, labels]) =>
      Object.entries(labels).flatMap(([key, value]) => check(object, `${where} ${key}`, key, value)),
    ),
  );

function labelsOf({ object, kind, apiVersion }: ReadObject): [where: string, labels: PlainRecord][] {
  const metadata = record(object.metadata);
  const own: [string, PlainRecord] = ['label', record(metadata.labels)];
  const spec = record(object.spec);
  if (kind === 'Service' && apiVersion === 'v1') return [own, ['selector', record(spec.selector)]];
  const workload = workloadKind(object);
  if (workload === undefined || workload === 'Pod') return [own];
  const selector = record(spec.selector);
  return [
    own,
    ['label of the pod template', record(record(templateOf(workload, object).metadata).labels)],
    ['selector', workload === 'ReplicationController' ? selector : record(selector.matchLabels)],
  ];
}

function check({ path, name }: ReadObject, subject: string, key: string, value: unknown): Finding[] {
  if (!isLabelKey(key)) {
    return [
      error(
        path,
        `${name}: ${subject} has a key that no label can have.`,
        'Write letters, digits, "-", "_" and ".", 63 at most, after a domain and "/" if any.',
      ),
    ];
  }
  // The API server takes null for an empty text.
  if (value === null || value === undefined || isLabelValue(value)) return [];
  const isText = typeof value === 'string';
  return [
    error(
      path,
      `${name}: ${subject} has the value ${JSON.stringify(value)}, which ${isText ? 'no label can have' : 'is not a text'}.`,
      isText || typeof value === 'object'
        ? 'Write letters, digits, "-", "_" and ".", 63 at most, as a text.'
        : `Write it as a text, "${String(value)}".`,
    ),
  ];
}

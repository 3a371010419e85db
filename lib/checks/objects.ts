import { listedObjects } from '../kubernetes/list';
import { DEFAULT_NAMESPACE } from '../kubernetes/object';
import { type PlainRecord, record, text } from '../kubernetes/plain';
import type { Description } from './description';

/** An object of the description, whatever it is like. */
export interface ReadObject {
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** What messages call it. */
  readonly name: string;
  readonly namespace: string;
  readonly object: PlainRecord;
}

const read = new WeakMap<Description, readonly ReadObject[]>();

/** The objects that kubectl applies: of a List its items. Read once, however many rules ask. */
export function objectsIn(description: Description): readonly ReadObject[] {
  const known = read.get(description);
  if (known !== undefined) return known;
  const objects = description.objects.flatMap(({ path, object }) => listedObjects(object).map((item) => readObject(path, item)));
  read.set(description, objects);
  return objects;
}

function readObject(path: string, value: unknown): ReadObject {
  const object = record(value);
  const metadata = record(object.metadata);
  return {
    path,
    apiVersion: text(object.apiVersion) ?? '',
    kind: text(object.kind) ?? '',
    name: text(metadata.name) ?? text(metadata.generateName) ?? 'without a name',
    namespace: text(metadata.namespace) ?? DEFAULT_NAMESPACE,
    object,
  };
}

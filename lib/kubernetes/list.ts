import { isRecord, type PlainRecord, text } from './plain';

/**
 * The objects that kubectl applies for a document: the items of a List, lists among them too, and anything else itself.
 *
 * Items of a typed list (`kind: DeploymentList`) need not say what they are: it follows from the list, as kubectl takes it. A
 * custom resource whose kind happens to end in "List" is none when its items are no objects.
 */
export function listedObjects(document: unknown): readonly unknown[] {
  const items = itemsOf(document);
  return items === undefined ? [document] : items.flatMap(listedObjects);
}

function itemsOf(document: unknown): readonly unknown[] | undefined {
  if (!isRecord(document)) return undefined;
  const { kind, apiVersion, items } = document;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return undefined;
  if (kind === 'List') return items;
  const typed = items.map((item) =>
    isRecord(item) && isUntyped(item) ? { apiVersion, kind: kind.slice(0, -4), ...item } : item,
  );
  return typed.every(isObject) ? typed : undefined;
}

function isUntyped({ kind, apiVersion, metadata }: PlainRecord): boolean {
  return kind === undefined && apiVersion === undefined && isRecord(metadata);
}

function isObject(item: unknown): boolean {
  return isRecord(item) && text(item.kind) !== undefined && text(item.apiVersion) !== undefined;
}

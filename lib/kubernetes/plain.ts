/**
 * Manifests that people wrote, read without trust in their shape: what is not what it should be counts as absent.
 */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** The value if it is a mapping, else an empty one. */
export function record(value: unknown): PlainRecord {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a list, else an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The mappings of a list. */
export function records(value: unknown): readonly PlainRecord[] {
  return list(value).filter(isRecord);
}

/** The value if it is a text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function wholeNumber(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined;
}

/** The pairs of a mapping whose values are texts, as labels and annotations are. */
export function texts(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

import { matchesLabels, matchesSelector } from '../kubernetes/label-selector';
import type { LabelSelector } from '../kubernetes/object';

interface Labelled {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Finds what a selector matches by one of the labels that it wants, so that a thousand Services over a thousand
 * Deployments are not a million comparisons.
 */
export class LabelIndex<T extends Labelled> {
  private readonly byPair = new Map<string, T[]>();
  private readonly byNamespace = new Map<string, T[]>();

  constructor(items: Iterable<T>) {
    for (const item of items) this.add(item);
  }

  add(item: T): void {
    append(this.byNamespace, item.namespace, item);
    for (const [key, value] of Object.entries(item.labels)) append(this.byPair, pair(item.namespace, key, value), item);
  }

  /** What a plain selector matches; an empty one everything in the namespace. */
  matching(namespace: string, labels: Readonly<Record<string, string>>): T[] {
    return this.candidates(namespace, labels).filter((item) => matchesLabels(labels, item.labels));
  }

  /** What a label selector matches; an absent one nothing. */
  selected(namespace: string, selector: LabelSelector | undefined): T[] {
    if (selector === undefined) return [];
    return this.candidates(namespace, selector.matchLabels ?? {}).filter((item) => matchesSelector(selector, item.labels));
  }

  /** Everything in a namespace. */
  inNamespace(namespace: string): readonly T[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  // The shortest list among those of the wanted labels.
  private candidates(namespace: string, labels: Readonly<Record<string, string>>): readonly T[] {
    return Object.entries(labels)
      .map(([key, value]) => this.byPair.get(pair(namespace, key, value)) ?? [])
      .reduce<readonly T[]>((best, next) => (next.length < best.length ? next : best), this.inNamespace(namespace));
  }
}

function pair(namespace: string, key: string, value: string): string {
  return `${namespace}\0${key}\0${value}`;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const found = lists.get(key);
  if (found === undefined) lists.set(key, [item]);
  else found.push(item);
}

import type { Description, Problem } from './description';
import { RULES } from './rules';

/** Everything that all rules find wrong in a description, in the order of the rules. */
export function checkDescription(description: Description): Problem[] {
  return Object.entries(RULES).flatMap(([rule, find]) => find(description).map((finding) => ({ rule, ...finding })));
}

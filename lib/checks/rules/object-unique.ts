import { apiGroup } from '../../kubernetes/kinds';
import { record, text } from '../../kubernetes/plain';
import type { Rule } from '../description';
import { error } from '../finding';
import { objectsIn, type ReadObject } from '../objects';

/**
 * An object is described once: of two with one kind, namespace and name the one that is applied later replaces the other,
 * whatever the version of their API group.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export const objectUnique: Rule = (description) => {
  const owners = new Map<string, ReadObject>();
  return objectsIn(description).flatMap((object) => {
    const { apiVersion, kind, namespace, name, path } = object;
    // generateName makes another one each time.
    if (text(record(object.object.metadata).name) === undefined) return [];
    const key = `${apiGroup(apiVersion)}/${kind}/${namespace}/${name}`;
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, object);
      return [];
    }
    return [
      error(
        path,
        `${name}: ${kind} ${namespace}/${name} is described twice, first by ${owner.path}, and one would replace the other.`,
        'Remove one of them, or give it another name or namespace.',
      ),
    ];
  });
};

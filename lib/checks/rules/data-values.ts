import { record } from '../../kubernetes/plain';
import type { Rule } from '../description';
import { error } from '../finding';
import { objectsIn } from '../objects';

/** The fields of these objects whose values are texts. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData'],
  Secret: ['data', 'stringData'],
};

/**
 * The values in a ConfigMap and a Secret are texts, also where they look like numbers: "cannot unmarshal number into Go struct
 * field ConfigMap.data of type string" otherwise.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
 */
export const dataValues: Rule = (description) =>
  objectsIn(description)
    .filter(({ apiVersion, kind }) => apiVersion === 'v1' && Object.hasOwn(TEXTS, kind))
    .flatMap(({ path, name, kind, object }) =>
      (TEXTS[kind] ?? []).flatMap((field) =>
        Object.entries(record(object[field]))
          // The API server takes null for an empty text.
          .filter(([, value]) => typeof value !== 'string' && value !== null && value !== undefined)
          .map(([key, value]) =>
            error(
              path,
              `${name}: ${field} ${key} of this ${kind} is ${JSON.stringify(value)}, which is not a text.`,
              typeof value === 'object' ? 'Write it as a text, for example of JSON.' : `Write it as a text, "${String(value)}".`,
            ),
          ),
      ),
    );

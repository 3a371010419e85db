import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/**
 * An image that is named has a name that Docker can read: "invalid reference format" otherwise, after kind has begun.
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
export const nodeImage: Rule = (description) =>
  allNodes(description).flatMap(({ node: { image }, name, path }) =>
    image === undefined || REFERENCE.test(image)
      ? []
      : [error(path, `${name}: "${image}" is not the name of an image.`, 'Name one as kindest/node:v1.32.2.')],
  );

const REFERENCE = /^[a-zA-Z0-9][\w.-]*(:\d+)?(\/[a-z0-9][\w.-]*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/** kind: "is not a valid node role" (pkg/internal/apis/config/validate.go). */
export const nodeRole: Rule = (description) =>
  allNodes(description).flatMap(({ cluster, role, path }, index) =>
    ['control-plane', 'worker'].includes(role)
      ? []
      : [
          error(
            path,
            `${cluster.config.name ?? 'kind'}: node ${index} has the role "${role}", and there are control-plane and worker.`,
            'Give the node one of these two roles.',
          ),
        ],
  );

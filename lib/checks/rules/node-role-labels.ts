import { allNodes } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';
import { isNodeRole } from './node-labels';

/** A kubelet may not give its node a role by label: creation hangs for minutes and fails (kind#3536, kind#3657). */
export const nodeRoleLabels: Rule = (description) =>
  allNodes(description).flatMap(({ node, name, path }) =>
    Object.entries(node.labels ?? {}).flatMap(([key, value]) =>
      isNodeRole(key)
        ? [
            error(
              path,
              `${name}: the kubelet may not set the label ${key}, so creating the cluster would hang and fail (kind#3536).`,
              `Leave it out, and once the cluster runs: kubectl label node ${name} ${key}=${value}`,
            ),
          ]
        : [],
    ),
  );

import { applicationOf } from '../application';
import type { Rule } from '../description';
import { error } from '../finding';

/** A pod has a container: "spec.containers: Required value" otherwise. */
export const workloadContainers: Rule = (description) =>
  applicationOf(description).workloads.flatMap(({ path, kind, name, pod }) =>
    (pod.containers ?? []).length > 0
      ? []
      : [error(path, `${name}: the pods of this ${kind} have no container.`, 'Give it a container.')],
  );

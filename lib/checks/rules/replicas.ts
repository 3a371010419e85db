import { type WorkloadKind, workloadKind } from '../../kubernetes/kinds';
import { record } from '../../kubernetes/plain';
import type { Rule } from '../description';
import { error } from '../finding';
import { objectsIn } from '../objects';

/** The fields that count pods. */
const COUNTS: Readonly<Partial<Record<WorkloadKind, readonly string[]>>> = {
  Deployment: ['replicas'],
  StatefulSet: ['replicas'],
  ReplicaSet: ['replicas'],
  ReplicationController: ['replicas'],
  Job: ['parallelism', 'completions'],
};

/**
 * A number of pods is a whole number from 0 on: "must be greater than or equal to 0" otherwise, or of a text "cannot unmarshal
 * string into Go struct field DeploymentSpec.spec.replicas of type int32".
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas
 */
export const replicasRule: Rule = (description) =>
  objectsIn(description).flatMap(({ path, name, object }) => {
    const kind = workloadKind(object);
    const spec = record(object.spec);
    return ((kind && COUNTS[kind]) ?? []).flatMap((field) => {
      const count = spec[field];
      if (count === undefined || count === null || (Number.isInteger(count) && Number(count) >= 0)) return [];
      return [
        error(
          path,
          `${name}: ${field} is ${JSON.stringify(count)}, which is no number of pods.`,
          'Write a whole number from 0 on.',
        ),
      ];
    });
  });

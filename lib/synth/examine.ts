import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkDescription } from '../checks/check';
import type { Description, Problem } from '../checks/description';
import type { KubernetesObject } from '../kubernetes/object';
import { type AcceptedProblem, Checks, type Exception, type UnusedException } from './checks';
import { describe } from './describe';

/** What an app says, and what the checks find in it. */
export interface Examination {
  readonly description: Description;
  /** The Kubernetes objects as they are written. */
  readonly manifests: ReadonlyMap<ApiObject, KubernetesObject>;
  /** By the construct that they concern. */
  readonly errors: ReadonlyMap<IConstruct, readonly Problem[]>;
  readonly warnings: readonly Problem[];
  readonly accepted: readonly AcceptedProblem[];
  /** Checks that are off where they find nothing. */
  readonly unused: readonly UnusedException[];
}

export function examine(app: IConstruct): Examination {
  const { description, manifests, problems } = describe(app);
  const constructs = new Map(app.node.findAll().map((construct) => [construct.node.path, construct]));
  const errors = new Map<IConstruct, Problem[]>();
  const warnings: Problem[] = [];
  const accepted: AcceptedProblem[] = [];
  const used = new Set<Exception>();

  for (const problem of [...problems, ...oneCluster(description), ...checkDescription(description)]) {
    const construct = constructs.get(problem.path) ?? app;
    const exception = Checks.of(construct).exceptionFor(problem);
    if (exception !== undefined) {
      used.add(exception);
      accepted.push({ problem, reason: exception.reason });
    } else if (problem.severity === 'warning') warnings.push(problem);
    else errors.set(construct, [...(errors.get(construct) ?? []), problem]);
  }
  const unused = [...constructs].flatMap(([path, construct]) =>
    Checks.of(construct)
      .exceptions()
      .flatMap((exception) => (used.has(exception) ? [] : [{ path, ...exception }])),
  );
  return { description, manifests, errors, warnings, accepted, unused };
}

/** kind reads one cluster from a file, and there is one file: dist/kind/cluster.yaml. */
function oneCluster({ clusters }: Description): Problem[] {
  return clusters.slice(1).map(({ path, config }) => ({
    rule: 'one-cluster',
    severity: 'error',
    path,
    message: `cluster ${config.name} is the second one of this app, and an app is written for one.`,
    fix: 'Make an app of its own for it, with another outdir: new KindApp({ outdir: … }).',
  }));
}

import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { DescribedCluster, DescribedObject, Description, Problem } from '../checks/description';
import { KindCluster } from '../cluster/kind-cluster';
import { listedObjects } from '../kubernetes/list';
import type { KubernetesObject } from '../kubernetes/object';

/** An app as plain data. */
export interface DescribedApp {
  readonly description: Description;
  /** The Kubernetes objects as they are written. */
  readonly manifests: ReadonlyMap<ApiObject, KubernetesObject>;
  /** What could not be made into a manifest at all. */
  readonly problems: readonly Problem[];
}

/** Reads everything that the constructs of an app say, whatever made them: cdk8s-plus, an L1 or an `Include`. */
export function describe(app: IConstruct): DescribedApp {
  const clusters: DescribedCluster[] = [];
  const objects: DescribedObject[] = [];
  const manifests = new Map<ApiObject, KubernetesObject>();
  const problems: Problem[] = [];

  const visit = (construct: IConstruct) => {
    if (KindCluster.isKindCluster(construct)) {
      clusters.push({ path: construct.node.path, config: construct.toKindConfig(), sizes: construct.sizes });
      return;
    }
    if (ApiObject.isApiObject(construct)) {
      const path = pathOf(construct);
      try {
        const manifest = construct.toJson() as KubernetesObject;
        manifests.set(construct, manifest);
        objects.push(...listedObjects(manifest).map((object) => ({ path, object: object as KubernetesObject })));
      } catch (error) {
        problems.push(notSerializable(path, error));
      }
    }
    construct.node.children.forEach(visit);
  };
  visit(app);
  return { description: { clusters, objects }, manifests, problems };
}

/** The path of the construct that people wrote: cdk8s-plus puts the object beneath it, as its child `Resource`. */
function pathOf(object: ApiObject): string {
  const { scope } = object.node;
  return scope !== undefined && !Chart.isChart(scope) && scope.node.defaultChild === object ? scope.node.path : object.node.path;
}

function notSerializable(path: string, error: unknown): Problem {
  // cdk8s puts the path and every class of error before the words.
  const message = (error as Error).message.replace(/^Failed serializing construct at path .*? with name '.*?': (Error: )*/, '');
  return { rule: 'serializable', severity: 'error', path, message, fix: 'Correct what this construct was given.' };
}

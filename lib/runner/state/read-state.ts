import { type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import type { Kubectl } from '../kubectl';
import { ProgramFailed } from '../process';
import type { ClusterState, Resource } from './cluster-state';
import { reduceNode } from './node';
import { reducePod } from './pod';
import { reduceEndpointSlice, reduceService } from './service';
import { reduceReplicaSet, reduceWorkload } from './workload';

/**
 * Reads the cluster once for all checks. The number of requests depends on the kinds and namespaces that are declared and
 * on the pages, not on how many objects there are.
 *
 * @throws UserError (3) when the API server does not answer
 */
export async function readState(kubectl: Kubectl, declared: Declared): Promise<ClusterState> {
  const objects = declared.objects.map(({ object }) => object);
  const unread = new Map<Resource, string>();

  const read = async <T, R>(resource: Resource, paths: readonly string[], reduce: (item: T) => R): Promise<R[]> => {
    try {
      return (await Promise.all(paths.map((path) => kubectl.list(path, reduce)))).flat();
    } catch (error) {
      if (!(error instanceof ProgramFailed) || !NOT_FOR_US.test(error.result.stderr)) throw error;
      unread.set(resource, error.result.stderr.trim());
      return [];
    }
  };
  const readDeclared = <T, R>(resource: Resource, api: string, kinds: readonly string[], reduce: (item: T) => R): Promise<R[]> =>
    read(resource, pathsFor(api, resource, objects, kinds), reduce);

  const [version, nodes, pods, deployments, statefulSets, daemonSets, replicaSets, services, endpointSlices] = await Promise.all([
    kubectl.json<{ gitVersion?: string }>(['get', '--raw', '/version']),
    read('nodes', ['/api/v1/nodes'], reduceNode),
    read('pods', ['/api/v1/pods'], reducePod),
    readDeclared('deployments', '/apis/apps/v1', ['Deployment'], reduceWorkload('Deployment')),
    readDeclared('statefulsets', '/apis/apps/v1', ['StatefulSet'], reduceWorkload('StatefulSet')),
    readDeclared('daemonsets', '/apis/apps/v1', ['DaemonSet'], reduceWorkload('DaemonSet')),
    readDeclared('replicasets', '/apis/apps/v1', ['Deployment'], reduceReplicaSet),
    readDeclared('services', '/api/v1', ['Service'], reduceService),
    readDeclared('endpointslices', '/apis/discovery.k8s.io/v1', ['Service'], reduceEndpointSlice),
  ]);
  return {
    context: kubectl.context,
    kubernetes: version.gitVersion ?? 'unknown',
    nodes,
    pods,
    workloads: [...deployments, ...statefulSets, ...daemonSets],
    replicaSets,
    services,
    endpointSlices,
    unread,
  };
}

/** The user may not list it, or the API server does not have it. */
const NOT_FOR_US = /Error from server \((Forbidden|NotFound)\)/;

/** Beyond these, one list of all namespaces is cheaper. */
const FEW_NAMESPACES = 3;

/** Where objects of a resource are listed: nowhere when no object of the kinds is declared. */
export function pathsFor(
  api: string,
  resource: string,
  objects: readonly KubernetesObject[],
  kinds: readonly string[],
): string[] {
  const namespaces = new Set(objects.filter((object) => kinds.includes(object.kind)).map(namespaceOf));
  if (namespaces.size > FEW_NAMESPACES) return [`${api}/${resource}`];
  return [...namespaces].map((namespace) => `${api}/namespaces/${namespace}/${resource}`);
}

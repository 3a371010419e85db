import { matchesLabels } from '../../../lib/kubernetes/label-selector';
import { describeObject, type KubernetesObject, namespaceOf, type ServiceSpec } from '../../../lib/kubernetes/object';
import type { RawNode, RawPod } from '../../../lib/runner/state/raw';
import { endpointSlice, patched, rawDeployment, rawNode, rawPod, rawReplicaSet } from '../state/builders';

/** What an API server keeps, and what its controllers, scheduler and kubelets make of it at once: pods over the workers in turn. */
export class FakeApi {
  nodes: RawNode[];
  readonly objects = new Map<string, KubernetesObject>();
  /** What becomes of each pod: by itself it is Ready. */
  fate: (pod: RawPod, index: number) => RawPod = (pod) => pod;

  constructor(nodes: readonly { name: string; labels?: Readonly<Record<string, string>> }[]) {
    this.nodes = nodes.map(({ name, labels = {} }) => rawNode(name, { metadata: { labels } }));
  }

  patchNode(name: string, patch: Parameters<typeof rawNode>[1]): void {
    this.nodes = this.nodes.map((node) => (node.metadata.name === name ? patched(node, patch ?? {}) : node));
  }

  /** @returns what kubectl says of it */
  apply(object: KubernetesObject): string {
    const key = describeObject(object);
    const before = JSON.stringify(this.objects.get(key));
    const merged = object.kind === 'ConfigMap' ? { ...this.objects.get(key), ...object } : object;
    this.objects.set(key, merged);
    const group = object.apiVersion.includes('/') ? `.${object.apiVersion.split('/')[0]}` : '';
    const outcome = before === undefined ? 'created' : before === JSON.stringify(merged) ? 'unchanged' : 'configured';
    return `${object.kind.toLowerCase()}${group}/${object.metadata.name} ${outcome}`;
  }

  /** The items of a list by the path of the API; undefined where it has no such resource. */
  list(path: string): readonly unknown[] | undefined {
    const resource = path.split('/').at(-1);
    switch (resource) {
      case 'nodes':
        return path.includes('metrics') ? undefined : this.nodes;
      case 'pods':
        return this.pods();
      case 'deployments':
        return this.deployments().map((deployment) => this.deploymentStatus(deployment));
      case 'replicasets':
        return this.deployments().map(() => rawReplicaSet());
      case 'services':
        return this.services().map((service) => ({
          ...service,
          metadata: { ...service.metadata, namespace: namespaceOf(service) },
        }));
      case 'endpointslices':
        return this.services().map((service) =>
          patched(endpointSlice(this.behind(service)), {
            metadata: { labels: { 'kubernetes.io/service-name': service.metadata.name } },
          }),
        );
      default:
        throw new Error(`the fake API server does not know ${path}`);
    }
  }

  /** Whether a Service answers on a port of the nodes. */
  answersOn(nodePort: number): boolean {
    return this.services().some(
      (service) =>
        ((service.spec ?? {}) as ServiceSpec).ports?.some((port) => port.nodePort === nodePort) &&
        this.behind(service).length > 0,
    );
  }

  private deployments(): KubernetesObject[] {
    return [...this.objects.values()].filter(({ kind }) => kind === 'Deployment');
  }

  private services(): KubernetesObject[] {
    return [...this.objects.values()].filter(({ kind }) => kind === 'Service');
  }

  private pods(): RawPod[] {
    const workers = this.nodes.filter(({ metadata, spec }) => !metadata.name.includes('control-plane') && !spec?.unschedulable);
    return this.deployments().flatMap((deployment) =>
      Array.from({ length: Number(deployment.spec?.replicas ?? 1) }, (_, index) =>
        this.fate(rawPod(String.fromCharCode(97 + index), workers[index % workers.length]?.metadata.name), index),
      ),
    );
  }

  private deploymentStatus(deployment: KubernetesObject) {
    const replicas = Number(deployment.spec?.replicas ?? 1);
    const ready = this.pods().filter(isReady).length;
    const status = { replicas, updatedReplicas: replicas, readyReplicas: ready, availableReplicas: ready };
    return rawDeployment({ metadata: { name: deployment.metadata.name }, spec: { replicas }, status });
  }

  private behind(service: KubernetesObject): string[] {
    const { selector } = (service.spec ?? {}) as ServiceSpec;
    return this.pods()
      .filter((pod) => isReady(pod) && matchesLabels(selector, pod.metadata.labels))
      .map(({ metadata }) => metadata.uid ?? '');
  }
}

function isReady({ status }: RawPod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

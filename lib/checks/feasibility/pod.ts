import { matchesSelector } from '../../kubernetes/label-selector';
import type { Container, PodAffinityTerm, TopologySpreadConstraint } from '../../kubernetes/object';
import { podRequests, type Requests } from '../../kubernetes/pod-requests';
import type { Workload } from '../application';

/** The pods of a workload, all alike, as the scheduler sees them. */
export interface SchedulerPod {
  readonly workload: Workload;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  /** Resources that a node has only where a device plugin brings them, for example nvidia.com/gpu. */
  readonly extended: readonly string[];
  /** The ports of the node that it takes, each with its protocol and address. */
  readonly hostPorts: readonly HostPort[];
  /** Its spread constraints of DoNotSchedule. */
  readonly spread: readonly TopologySpreadConstraint[];
  /** Its required anti-affinity to pods of its own workload. */
  readonly apartFromItsOwn: readonly PodAffinityTerm[];
  /** Why its fate cannot be told from the description, if it cannot. */
  readonly dependsOn?: string;
}

export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  readonly address: string;
}

/** Takes a port of all addresses of a node. */
export const EVERY_ADDRESS = '0.0.0.0';

export const HOSTNAME = 'kubernetes.io/hostname';

/**
 * @param devicePlugins whether something in the program may bring extended resources to the nodes
 */
export function schedulerPod(workload: Workload, devicePlugins = false): SchedulerPod {
  const { pod } = workload;
  const requests = podRequests(pod);
  const extended = wanted(requests, isExtended);
  const dependsOn = extended.length > 0 ? 'a device plugin' : dependency(workload, requests);
  return {
    workload,
    cpuMillis: requests.cpu ?? 0,
    memoryBytes: requests.memory ?? 0,
    extended: devicePlugins ? [] : extended,
    hostPorts: hostPorts(workload),
    spread: (pod.topologySpreadConstraints ?? []).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule'),
    apartFromItsOwn: antiAffinity(workload).filter((term) => selectsItself(term, workload)),
    ...(dependsOn !== undefined && { dependsOn }),
  };
}

/** Names with a domain other than Kubernetes' own. */
export function isExtended(resource: string): boolean {
  return resource.includes('/') && !/(^|\.)kubernetes\.io\//.test(resource);
}

export function antiAffinity({ pod }: Workload): readonly PodAffinityTerm[] {
  return pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

export function podAffinity({ pod }: Workload): readonly PodAffinityTerm[] {
  return pod.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Two pods that take the same port of a node cannot be on the same node. */
export function portsClash(a: readonly HostPort[], b: readonly HostPort[]): boolean {
  return a.some((x) =>
    b.some(
      (y) =>
        x.port === y.port &&
        x.protocol === y.protocol &&
        (x.address === y.address || [x.address, y.address].includes(EVERY_ADDRESS)),
    ),
  );
}

function selectsItself(term: PodAffinityTerm, { namespace, labels }: Workload): boolean {
  const { namespaces = [], namespaceSelector, mismatchLabelKeys = [] } = term;
  // A selector of namespaces goes by their labels, which the description need not tell.
  const itsNamespace = namespaces.length > 0 ? namespaces.includes(namespace) : namespaceSelector === undefined;
  return itsNamespace && mismatchLabelKeys.length === 0 && matchesSelector(term.labelSelector, labels);
}

function dependency(workload: Workload, requests: Requests): string | undefined {
  const { pod } = workload;
  if (pod.schedulerName !== undefined && pod.schedulerName !== 'default-scheduler') return `the scheduler ${pod.schedulerName}`;
  if ((pod.schedulingGates ?? []).length > 0) return 'its scheduling gates';
  if ((pod.resourceClaims ?? []).length > 0) return 'its resource claims';
  if ((pod.volumes ?? []).some((volume) => 'persistentVolumeClaim' in volume || 'ephemeral' in volume)) return 'its volumes';
  if (podAffinity(workload).length > 0) return 'its pod affinity';
  if (wanted(requests, (resource) => resource.startsWith('hugepages-')).length > 0) return 'the huge pages of the machine';
  return workload.autoscaled === undefined ? undefined : 'its autoscaler';
}

function hostPorts({ pod }: Workload): HostPort[] {
  // Sidecars keep their ports; other init containers are gone when the pod runs, but the scheduler counts neither.
  return (pod.containers ?? []).flatMap(({ ports = [] }: Container) =>
    ports.flatMap(({ containerPort, hostPort, protocol = 'TCP', hostIP = EVERY_ADDRESS }) => {
      // On the host's network a container's port is the host's.
      const port = hostPort ?? (pod.hostNetwork ? containerPort : 0);
      return port > 0 ? [{ port, protocol, address: hostIP }] : [];
    }),
  );
}

function wanted(requests: Requests, is: (resource: string) => boolean): string[] {
  return Object.entries(requests).flatMap(([resource, amount]) => (amount > 0 && is(resource) ? [resource] : []));
}

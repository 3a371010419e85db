import type { ContainerPort } from '../kubernetes/object';
import type { ServicePort, Workload } from './application';

/**
 * The ports of a workload's containers that a Service's port leads to: those of the name, or of the number, and of the
 * protocol.
 */
export function servicePortTargets(workload: Workload, { targetPort, protocol }: ServicePort): ContainerPort[] {
  return declaredPorts(workload).filter(
    (port) => (port.protocol ?? 'TCP') === protocol && (port.name === targetPort || port.containerPort === targetPort),
  );
}

/** All ports that a workload's containers and sidecars declare. */
export function declaredPorts({ pod }: Workload): ContainerPort[] {
  return [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ ports = [] }) => ports);
}

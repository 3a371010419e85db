import { applicationOf, type Workload } from '../application';
import type { MappedPort } from '../cluster-nodes';
import type { Description, Finding, Rule } from '../description';
import { schedulerPod } from '../feasibility/pod';
import { error, warning } from '../finding';
import { allMappedPorts, mappingsOf, type NodePort, nodePorts } from '../node-ports';
import { selectedWorkloads } from '../selected-workloads';
import { servicePortTargets } from '../service-targets';

/** On a Service, with the value "false": it is a NodePort for other reasons than to be reached from the host. */
export const HOST_ANNOTATION = 'cdk8s-kind/host';

/**
 * A NodePort Service is reachable from the host: a kind node is a container, and only extraPortMappings, fixed when the
 * cluster is created, publish its ports. One that leaves its number to Kubernetes works in the cluster, so it is only warned of.
 * @see https://kind.sigs.k8s.io/docs/user/configuration/#nodeport-with-port-mappings
 */
export const nodePortMapped: Rule = (description) => {
  if (description.clusters.length === 0) return [];
  const mapped = allMappedPorts(description);
  return nodePorts(description)
    .filter(({ service }) => service.type === 'NodePort' && service.annotations[HOST_ANNOTATION] !== 'false')
    .flatMap((nodePort) => check(nodePort, mapped, description));
};

function check(nodePort: NodePort, mapped: readonly MappedPort[], description: Description): Finding[] {
  const { service, port } = nodePort;
  if (mappingsOf(nodePort, mapped).length > 0 || reachedByHostPort(nodePort, mapped, description)) return [];
  if (port.nodePort === undefined) {
    return [
      warning(
        service.path,
        `${service.name}: port ${port.port} has no nodePort, so Kubernetes picks one and no mapping reaches it.`,
        `Set nodePort, for example to 30080, and call cluster.expose(service), which takes the ApiObject of an Include too; or annotate it with ${HOST_ANNOTATION}: "false".`,
      ),
    ];
  }
  const other = mapped.find(({ mapping }) => mapping.containerPort === port.nodePort);
  const fix = `Call cluster.expose(service); or, if it is not for the host, annotate it with ${HOST_ANNOTATION}: "false".`;
  if (other !== undefined) {
    return [
      error(
        service.path,
        `${service.name}: nodePort ${port.nodePort} is mapped on ${other.node.name} for ${other.protocol}, and its protocol is ${port.protocol}.`,
        fix,
      ),
    ];
  }
  const consequence =
    port.protocol === 'TCP'
      ? `curl localhost:${port.nodePort} would get 'connection refused'`
      : 'nothing on the host would reach it';
  return [error(service.path, `${service.name}: nodePort ${port.nodePort} is not mapped on any node, so ${consequence}.`, fix)];
}

/** An ingress controller for kind takes ports 80 and 443 of its node, and its Service's nodePorts are of no account. */
function reachedByHostPort({ service, port }: NodePort, mapped: readonly MappedPort[], description: Description): boolean {
  const reached = (workload: Workload) =>
    servicePortTargets(workload, port).some(({ containerPort, hostPort }) => {
      const onHost = hostPort ?? (workload.pod.hostNetwork ? containerPort : undefined);
      return mapped.some(({ mapping, protocol }) => mapping.containerPort === onHost && protocol === port.protocol);
    });
  return selectedWorkloads(service, applicationOf(description).templates).some(
    (workload) => schedulerPod(workload).hostPorts.length > 0 && reached(workload),
  );
}

import { applicationOf } from '../application';
import type { Rule } from '../description';
import { feasibilityOf } from '../feasibility/judge';
import { mayRunOn } from '../feasibility/node';
import { error, warning } from '../finding';
import { allMappedPorts, mappingsOf, nodePorts } from '../node-ports';
import { selectedWorkloads } from '../selected-workloads';

/**
 * With externalTrafficPolicy Local a node answers for its own pods only, so the node whose port is mapped has to run one.
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy
 */
export const localTraffic: Rule = (description) => {
  const { templates } = applicationOf(description);
  const local = nodePorts(description).filter(({ service }) => service.localTraffic);
  if (local.length === 0) return [];
  const mapped = allMappedPorts(description);
  const nodes = feasibilityOf(description).clusters.flatMap(({ cluster, nodes: of, placed }) =>
    of.map((node, index) => ({ node, cluster, index, placed })),
  );
  return local.flatMap((nodePort) => {
    const { service, port } = nodePort;
    const workloads = new Set(selectedWorkloads(service, templates));
    const on = mappingsOf(nodePort, mapped).map(({ node }) => node);
    const mappedNodes = nodes.filter(({ cluster, node }) => on.some((of) => of.cluster === cluster && of.name === node.name));
    if (mappedNodes.length === 0 || workloads.size === 0) return [];
    const names = on.map(({ name }) => name).join(', ');
    const subject = `${service.name}: nodePort ${port.nodePort} is mapped on ${names}`;
    const fix = 'Leave externalTrafficPolicy at Cluster, or map the port on a node that runs a pod.';
    if (mappedNodes.every(({ node }) => [...workloads].every(({ pod }) => mayRunOn(pod, node) === 'no'))) {
      return [
        error(
          service.path,
          `${subject}, where none of its pods may run, and with externalTrafficPolicy Local no other node answers.`,
          fix,
        ),
      ];
    }
    const expected = mappedNodes.some(({ placed, index }) =>
      [...placed.values()].some(({ demand, counts }) => workloads.has(demand.pod.workload) && (counts[index] ?? 0) > 0),
    );
    if (expected) return [];
    return [
      warning(
        service.path,
        `${subject}, where none of its pods is expected, and with externalTrafficPolicy Local no other node answers.`,
        fix,
      ),
    ];
  });
};

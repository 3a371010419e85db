import { applicationOf } from '../checks/application';
import type { Description } from '../checks/description';
import { allMappedPorts, mappingsOf, nodePorts } from '../checks/node-ports';
import { expectedPlacement } from '../checks/placement';
import { selectedWorkloads } from '../checks/selected-workloads';
import { clusterName, namedNodes } from '../kind/names';
import { expectedPage } from '../topology/page';
import type { ExpectedHostPort } from '../topology/placement';

/** A page that shows where the pods are expected and how the host reaches them, before there is any cluster. */
export function placementPage(description: Description): string {
  const [cluster] = description.clusters;
  const nodes = cluster === undefined ? [] : namedNodes(cluster.config);
  const placement = expectedPlacement(description);
  const roleOf = (name: string) => nodes.find((node) => node.name === name)?.role;
  const withRoles = placement.nodes.map((node) => {
    const role = roleOf(node.name);
    return { ...node, ...(role !== undefined && { role }) };
  });
  return expectedPage(
    { lines: placement.lines, nodes: withRoles },
    { cluster: cluster === undefined ? '' : clusterName(cluster.config), hostPorts: hostPorts(description) },
  );
}

function hostPorts(description: Description): ExpectedHostPort[] {
  const { templates } = applicationOf(description);
  const mapped = allMappedPorts(description);
  return nodePorts(description).flatMap((nodePort) =>
    mappingsOf(nodePort, mapped).map(({ node, mapping: { containerPort = 0, hostPort = 0, listenAddress = '0.0.0.0' } }) => ({
      address: listenAddress,
      port: hostPort,
      node: node.name,
      nodePort: containerPort,
      service: nodePort.service.name,
      servicePort: nodePort.port.port,
      workloads: selectedWorkloads(nodePort.service, templates).map(({ name }) => name),
    })),
  );
}

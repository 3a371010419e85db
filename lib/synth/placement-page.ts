import type { Description } from '../checks/description';
import { expectedPlacement } from '../checks/placement';
import { clusterName, type NamedNode, namedNodes } from '../kind/names';
import { matchesLabels } from '../kubernetes/label-selector';
import { namespaceOf, podTemplateOf, type ServicePort, type ServiceSpec } from '../kubernetes/object';
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
    { cluster: cluster === undefined ? '' : clusterName(cluster.config), hostPorts: hostPorts(description, nodes) },
  );
}

function hostPorts(description: Description, nodes: readonly NamedNode[]): ExpectedHostPort[] {
  return nodes.flatMap(({ name, node }) =>
    (node.extraPortMappings ?? []).flatMap(({ containerPort = 0, hostPort = 0, listenAddress = '0.0.0.0' }) =>
      servicesAt(description, containerPort).map(({ service, port, workloads }) => ({
        address: listenAddress,
        port: hostPort,
        node: name,
        nodePort: containerPort,
        service,
        servicePort: port.port,
        workloads,
      })),
    ),
  );
}

function servicesAt({ objects }: Description, nodePort: number): { service: string; port: ServicePort; workloads: string[] }[] {
  return objects.flatMap(({ object }) => {
    const { ports = [], selector } = object.kind === 'Service' ? ((object.spec ?? {}) as ServiceSpec) : {};
    const port = ports.find((candidate) => candidate.nodePort === nodePort);
    if (port === undefined || selector === undefined) return [];
    const selected = objects.filter(({ object: other }) => {
      const template = podTemplateOf(other);
      return (
        template !== undefined && namespaceOf(other) === namespaceOf(object) && matchesLabels(selector, template.metadata?.labels)
      );
    });
    return [{ service: object.metadata.name, port, workloads: selected.map(({ object: { metadata } }) => metadata.name) }];
  });
}

import { applicationOf } from '../application';
import type { Rule } from '../description';
import { warning } from '../finding';
import { allMappedPorts, nodePortRange, nodePorts } from '../node-ports';

/** A mapping of a nodePort leads to a Service that has it; without one, it is a mistyped number or left over. */
export const mappingWithoutService: Rule = (description) => {
  // Controllers of objects that Kubernetes does not bring may make Services that the program does not show.
  if (description.objects.length === 0 || applicationOf(description).customised.size > 0) return [];
  const owned = new Set(nodePorts(description).map(({ port }) => `${port.nodePort}/${port.protocol}`));
  return allMappedPorts(description).flatMap(({ node, mapping, protocol }) => {
    const { containerPort = 0 } = mapping;
    const range = nodePortRange(node.cluster.config);
    if (range === undefined || containerPort < range.first || containerPort > range.last) return [];
    if (owned.has(`${containerPort}/${protocol}`)) return [];
    return [
      warning(
        node.path,
        `${node.name}: port ${containerPort}/${protocol} is mapped, and no Service has this nodePort.`,
        'Remove the mapping, or give the Service this nodePort.',
      ),
    ];
  });
};

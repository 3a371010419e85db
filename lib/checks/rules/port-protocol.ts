import { allNodes, mappedPorts } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/** kind notices only while it creates the containers: "unknown port mapping protocol" (providers/docker/provision.go). */
export const portProtocol: Rule = (description) =>
  mappedPorts(allNodes(description)).flatMap(({ node: { name, path }, mapping, protocol }) =>
    ['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [
          error(
            path,
            `${name}: protocol "${protocol}" of port ${mapping.containerPort} is not known.`,
            'Write TCP, UDP or SCTP.',
          ),
        ],
  );

import { allNodes, mappedPorts } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';
import { isPort } from './ports';

/**
 * kind accepts -1 to 65535 for both ports of a mapping ("invalid port number"); a containerPort of 0 or -1 then fails
 * in Docker.
 */
export const portRange: Rule = (description) =>
  mappedPorts(allNodes(description)).flatMap(({ node: { name, path }, mapping: { hostPort = 0, containerPort } }) => [
    ...(isPort(containerPort)
      ? []
      : [error(path, `${name}: containerPort ${containerPort} of a port mapping is no port.`, 'Take one of 1 to 65535.')]),
    ...(isPort(hostPort) || hostPort === 0 || hostPort === -1
      ? []
      : [
          error(
            path,
            `${name}: hostPort ${hostPort} of a port mapping is no port.`,
            'Take one of 1 to 65535, 0 for one that kind picks, or -1 for one that Docker picks.',
          ),
        ]),
  ]);

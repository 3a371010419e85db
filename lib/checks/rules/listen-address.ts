import { isIP } from 'node:net';
import { allNodes, mappedPorts } from '../cluster-nodes';
import type { Rule } from '../description';
import { error } from '../finding';

/** Docker publishes on IP addresses only. kind checks it since v0.32; before, creation fails halfway. */
export const listenAddress: Rule = (description) =>
  mappedPorts(allNodes(description)).flatMap(
    ({ node: { name, path }, mapping: { listenAddress: address = '', containerPort } }) =>
      address === '' || isIP(address) !== 0
        ? []
        : [
            error(
              path,
              `${name}: listenAddress "${address}" of port ${containerPort} is no IP address.`,
              'Write 127.0.0.1 for this machine only, 0.0.0.0 for everybody.',
            ),
          ],
  );

import type { Service } from '../application';
import type { Rule } from '../description';
import { error } from '../finding';
import { nodePorts } from '../node-ports';

/**
 * A nodePort belongs to one Service of the cluster: "provided port is already allocated" otherwise. TCP and UDP are two.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
 */
export const nodePortUnique: Rule = (description) => {
  const owners = new Map<string, Service>();
  return nodePorts(description).flatMap(({ service, port: { nodePort, protocol, port } }) => {
    if (nodePort === undefined) return [];
    const key = `${nodePort}/${protocol}`;
    const owner = owners.get(key);
    owners.set(key, owner ?? service);
    if (owner === undefined) return [];
    const other = owner === service ? 'by another of its ports' : `by the Service ${owner.namespace}/${owner.name}`;
    return [
      error(
        service.path,
        `${service.name}: nodePort ${nodePort}/${protocol} of port ${port} is taken ${other}.`,
        'Give one of them another nodePort.',
      ),
    ];
  });
};

import type { Finding, Rule } from '../description';
import { error } from '../finding';
import { nodePortRange, nodePorts } from '../node-ports';

/**
 * A nodePort is in the API server's range, or it refuses the Service: "provided port is not in the valid range".
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
 */
export const nodePortRangeRule: Rule = (description) => {
  const ranges = description.clusters.map(({ config }) => nodePortRange(config));
  const known = ranges.flatMap((range) => range ?? []);
  const [range] = known;
  // In one cluster that takes it, it can be.
  if (range === undefined || known.length < ranges.length) return [];
  return nodePorts(description).flatMap(({ service, port: { nodePort } }): Finding[] => {
    if (nodePort === undefined || known.some(({ first, last }) => nodePort >= first && nodePort <= last)) return [];
    return [
      error(
        service.path,
        `${service.name}: nodePort ${nodePort} is outside of ${range.first}–${range.last}, the range of nodePorts.`,
        'Take one of the range; `hostPort` of cluster.expose gives it any port on the host.',
      ),
    ];
  });
};

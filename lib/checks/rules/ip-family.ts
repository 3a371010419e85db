import { clusterName } from '../../kind/names';
import type { Rule } from '../description';
import { error } from '../finding';

/** kind: "invalid ipFamily" (pkg/internal/apis/config/validate.go). */
export const ipFamily: Rule = ({ clusters }) =>
  clusters.flatMap(({ path, config }) => {
    const family: string = config.networking?.ipFamily ?? 'ipv4';
    if (['ipv4', 'ipv6', 'dual'].includes(family)) return [];
    return [error(path, `${clusterName(config)}: ipFamily "${family}" is not known.`, 'Write ipv4, ipv6 or dual.')];
  });

import { isIP } from 'node:net';
import { clusterName } from '../../kind/names';
import type { Rule } from '../description';
import { error } from '../finding';
import { isPort } from './ports';

/**
 * kind: "invalid apiServerPort" unless it is -1 (Docker picks), 0 (kind picks) or a port. The address is not checked by
 * kind; Docker publishes on IP addresses only.
 */
export const apiServer: Rule = ({ clusters }) =>
  clusters.flatMap(({ path, config }) => {
    const { apiServerPort: port = 0, apiServerAddress: address } = config.networking ?? {};
    const name = clusterName(config);
    const found = [];
    if (port !== 0 && port !== -1 && !isPort(port)) {
      found.push(
        error(
          path,
          `${name}: apiServerPort ${port} is no port.`,
          'Take one of 1 to 65535, 0 for one that kind picks, or -1 for one that Docker picks.',
        ),
      );
    }
    if (address !== undefined && isIP(address) === 0) {
      found.push(error(path, `${name}: apiServerAddress "${address}" is no IP address.`, 'Write 127.0.0.1, or ::1 for IPv6.'));
    }
    return found;
  });

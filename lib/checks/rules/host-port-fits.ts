import type { Rule } from '../description';
import { nameNodes, pods } from '../feasibility/explain';
import { impossibleBecause } from './impossible';

/**
 * A hostPort of a node goes to one pod of it, so there are as many replicas as nodes at most.
 * @see https://kubernetes.io/docs/concepts/configuration/overview/#services
 */
export const hostPortFits: Rule = (description) =>
  impossibleBecause(description, ['host-port'], ({ pod, workload }, { eligible, atMost }) => ({
    message: `its ${pods(workload.replicas)} want host port ${pod.hostPorts[0]?.port} of a node each, and ${nameNodes(eligible)} have room for ${atMost}.`,
    fix: 'Use a DaemonSet, fewer replicas, or a Service instead of the hostPort.',
  }));

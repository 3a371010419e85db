import type { Rule } from '../description';
import { describeRequests, nameNodes, pods, replicas } from '../feasibility/explain';
import { impossibleBecause } from './impossible';

/**
 * All replicas fit on the nodes at the same time: each node holds as many as its size, and 110 pods at most.
 * @see https://kubernetes.io/docs/setup/best-practices/cluster-large/
 */
export const replicasFit: Rule = (description) =>
  impossibleBecause(description, ['replicas'], ({ pod, workload }, { eligible, atMost }) => ({
    message: `there is room for ${atMost} of its ${pods(workload.replicas)} (each requests ${describeRequests(pod)}) on ${nameNodes(eligible)}.`,
    fix: `Take ${replicas(atMost)}, request less, or give the nodes more \`cpus\` or \`memory\`.`,
  }));

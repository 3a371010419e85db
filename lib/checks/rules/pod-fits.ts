import type { Rule } from '../description';
import { describeRequests, whyNot } from '../feasibility/explain';
import { impossibleBecause } from './impossible';

/**
 * There is a node for a workload's pods: one that they tolerate, that has the labels that they need, and that is as big as
 * their requests. The scheduler leaves them Pending otherwise ("0/3 nodes are available").
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
 */
export const podFits: Rule = (description) =>
  impossibleBecause(description, ['no-node', 'too-big'], ({ pod, workload }, { eligible }, nodes) => {
    const daemon = workload.kind === 'DaemonSet';
    const against = (daemon ? eligible : nodes).slice(0, 6).map((node) => whyNot(pod, node));
    return {
      message: `a pod (it requests ${describeRequests(pod)}) ${daemon ? 'does not fit on every node that it is for' : 'fits on no node'}: ${against.join('; ')}.`,
      fix: 'Request less, give a node more `cpus` or `memory`, or change the tolerations, nodeSelector or affinity that keep it off.',
    };
  });

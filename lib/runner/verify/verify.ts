import { describeObject } from '../../kubernetes/object';
import type { Declared } from '../declared';
import { diagnose } from '../diagnosis/diagnose';
import { podOf } from '../diagnosis/failure';
import { Kubectl } from '../kubectl';
import type { Programs } from '../process';
import type { Check, ReportCluster, ReportService } from '../report/report';
import type { Amounts, ClusterState } from '../state/cluster-state';
import { readState } from '../state/read-state';
import { judge } from './judge';
import { wronglySized } from './node-size';
import { planPods } from './pod-answers';
import { askFromHost, askPods, lookAtSizes } from './probe/probe-all';
import { reachedUrls } from './reachable';
import { type HostPort, planReachable } from './reachable-plan';
import { reportCluster, reportServices } from './report-cluster';
import { troubledPod } from './rollout';

/** Which cluster is judged, and how the host reaches it. */
export interface Target {
  readonly context: string;
  /** @default as kubectl finds it */
  readonly kubeconfig?: string;
  /** Whether it is a cluster that somebody named with --context, whose nodes dist/ does not declare. */
  readonly foreign: boolean;
  /** What really maps the nodes' ports: the node containers' published ports, and our proxies'. */
  readonly hostPorts: readonly HostPort[];
  /** The state of the containers of nodes that do not run, by the node's name: the API server hears of it a minute later. */
  readonly downNodes?: ReadonlyMap<string, string>;
}

export interface VerifyOptions {
  /** The use of each node by its name, where it was measured; the report alone waits for it. */
  readonly used?: ReadonlyMap<string, Amounts> | Promise<ReadonlyMap<string, Amounts>>;
  /** Read already, for example at the end of a wait. @default read now */
  readonly state?: ClusterState;
  /** How long an HTTP probe is tried again until it passes: kube-proxy writes its rules a moment late. @default 5000 */
  readonly probeForMs?: number;
}

export interface Verdict {
  readonly checks: readonly Check[];
  readonly state: ClusterState;
  readonly cluster: ReportCluster;
  readonly services: readonly ReportService[];
  /** The addresses that answered. */
  readonly urls: readonly string[];
}

/** Failed rollouts whose pods are asked for events and logs; the first ones tell what is wrong with the others. */
const MOST_DIAGNOSES = 3;

/** Judges the running cluster against what is declared: one reading, the probes side by side, then pure judgement. */
export async function verify(
  declared: Declared,
  target: Target,
  programs: Programs,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const kubectl = new Kubectl(programs, target.context, target.kubeconfig === undefined ? {} : { kubeconfig: target.kubeconfig });
  const state = options.state ?? (await readState(kubectl, declared));
  const forMs = options.probeForMs ?? 5000;
  const probing = [
    askPods(kubectl, planPods(declared, state), forMs),
    askFromHost(programs, kubectl, planReachable(declared, state, target.hostPorts, target.foreign), forMs),
    lookAtSizes(programs, wronglySized(declared, state)),
  ] as const;
  // When one of them fails, nothing goes on behind the error.
  await Promise.allSettled(probing);
  const [pods, host, sizes] = await Promise.all(probing);
  return {
    checks: await withDiagnosis(
      kubectl,
      declared,
      state,
      judge(declared, state, { pods, host, sizes, downNodes: target.downNodes ?? new Map() }),
    ),
    state,
    cluster: reportCluster(declared, state, await options.used, target.downNodes),
    services: reportServices(declared, state, target.hostPorts),
    urls: reachedUrls(host),
  };
}

/** Asks the cluster what it knows about the pods of failed rollouts. */
async function withDiagnosis(
  kubectl: Kubectl,
  declared: Declared,
  state: ClusterState,
  checks: readonly Check[],
): Promise<Check[]> {
  const failed = new Set(
    checks.filter(({ id, status }) => id === 'rollout' && status === 'failed').map(({ subject }) => subject),
  );
  const diagnoses = new Map<string, string[]>();
  for (const { object } of declared.objects) {
    const subject = describeObject(object);
    const pod = failed.has(subject) && diagnoses.size < MOST_DIAGNOSES ? troubledPod(object, state) : undefined;
    if (pod !== undefined) diagnoses.set(subject, await diagnose(kubectl, { pod: podOf(pod) }));
  }
  return checks.map((check) => {
    const diagnosis = check.id === 'rollout' ? diagnoses.get(check.subject) : undefined;
    return diagnosis === undefined || diagnosis.length === 0 ? check : { ...check, diagnosis };
  });
}

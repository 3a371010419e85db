/**
 * What `up` and `verify` report: the JSON report as it is written, and what the other formats are drawn from.
 * report.schema.json beside this file says the same to other programs.
 */
export interface Report {
  readonly version: 1;
  readonly command: 'up' | 'verify';
  /** When the command began, RFC 3339. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** What ended the command before it was through, for example `interrupted by SIGINT`; absent when nothing did. */
  readonly ended?: string;
  /** Absent when the command ended before the cluster could be read. */
  readonly cluster?: ReportCluster;
  readonly services: readonly ReportService[];
  readonly checks: readonly Check[];
  readonly urls: readonly string[];
  /** Versions of the programs used, by name: kind, kubectl, docker. */
  readonly versions: Readonly<Record<string, string>>;
  /** What `up` did to the cluster, one sentence each. */
  readonly actions: readonly string[];
  /** The steps of the command in order. */
  readonly steps: readonly Step[];
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

export interface ReportCluster {
  readonly name: string;
  readonly context: string;
  /** The API server's version, for example `v1.32.2`. */
  readonly kubernetes: string;
  readonly nodes: readonly ReportNode[];
  /** Pods that are on no node, Pending for want of one. */
  readonly unscheduled?: readonly ReportPod[];
}

export interface ReportNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly ready: boolean;
  /** What its container is, when it does not run: `exited`, `paused`. Kubernetes knows of it only a while later. */
  readonly container?: string;
  readonly unschedulable: boolean;
  readonly version: string;
  /** Whether its size was declared. */
  readonly sized: boolean;
  readonly cpu: ReportAmount;
  readonly memory: ReportAmount;
  readonly pods: readonly ReportPod[];
}

/** An amount of CPU in thousandths, or of memory in bytes. */
export interface ReportAmount {
  readonly capacity: number;
  readonly allocatable: number;
  /** What the pods on it request in all. */
  readonly requested: number;
  /** What it uses now; absent where that cannot be measured. */
  readonly used?: number;
}

export interface ReportPod {
  readonly namespace: string;
  readonly name: string;
  readonly ready: boolean;
  /** `Running`, or the reason why it is not, for example `ImagePullBackOff`. */
  readonly state: string;
  /** The Deployment, StatefulSet, DaemonSet or Job it belongs to, for example `Deployment nginx-deployment`. */
  readonly owner?: string;
}

export interface ReportService {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly ports: readonly ReportServicePort[];
  /** `namespace/name` of the pods behind it. */
  readonly pods: readonly string[];
}

export interface ReportServicePort {
  readonly port: number;
  readonly nodePort?: number;
  /** Where the host reaches it; absent where nothing maps it. */
  readonly host?: { readonly address: string; readonly port: number; readonly node: string };
}

export const CHECK_IDS = ['nodes-ready', 'node-size', 'rollout', 'spread', 'endpoints', 'pod-answers', 'reachable'] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export interface Check {
  readonly id: CheckId;
  /** What was judged, for example `Deployment default/nginx-deployment`. */
  readonly subject: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /**
   * Only of a skipped check: it could not be found out whether it holds, for example because the user may not read the objects, and the
   * command does not end in 0. Absent of one that by what is declared is not to be made.
   */
  readonly unknown?: true;
  readonly expected: string;
  /** What was seen; of a skipped check the reason why it could not run. */
  readonly observed: string;
  /** What to do about it; only of a failed or skipped check. */
  readonly hint?: string;
  /** What the cluster knows about the failure: reasons, events, log lines. */
  readonly diagnosis?: readonly string[];
  readonly durationMs: number;
}

export interface Step {
  readonly title: string;
  readonly status: 'done' | 'failed' | 'interrupted';
  /** Since the command began. */
  readonly startMs: number;
  readonly durationMs: number;
}

export function summarize(checks: readonly Check[]): Report['summary'] {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

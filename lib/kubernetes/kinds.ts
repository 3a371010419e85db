import { text } from './plain';

/** The API group of an apiVersion: `apps` of `apps/v1`, empty for the core group's `v1`. */
export function apiGroup(apiVersion: unknown): string {
  const parts = (text(apiVersion) ?? '').split('/');
  return parts.length > 1 ? (parts[0] ?? '') : '';
}

/** The kinds that make pods, by the API group that brings them: others have kinds of these names too, such as Volcano's Job. */
const WORKLOADS = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  ReplicationController: '',
  Job: 'batch',
  CronJob: 'batch',
  Pod: '',
} as const;

export type WorkloadKind = keyof typeof WORKLOADS;

/** The kind of an object that makes pods; undefined for any other, and for one of another API group. */
export function workloadKind(object: { readonly apiVersion?: unknown; readonly kind?: unknown }): WorkloadKind | undefined {
  const kind = text(object.kind) ?? '';
  if (!Object.hasOwn(WORKLOADS, kind)) return undefined;
  return WORKLOADS[kind as WorkloadKind] === apiGroup(object.apiVersion) ? (kind as WorkloadKind) : undefined;
}

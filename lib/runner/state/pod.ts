import { podRequest } from '../../kubernetes/pod-requests';
import type { ContainerTrouble, PodState } from './cluster-state';
import type { RawContainerStatus, RawPod } from './raw';

export function reducePod({ metadata, spec, status }: RawPod): PodState {
  const deleting = metadata.deletionTimestamp !== undefined;
  const owner = metadata.ownerReferences?.[0];
  const condition = (wanted: string) => status?.conditions?.find(({ type }) => type === wanted);
  const scheduled = condition('PodScheduled');
  const phase = status?.phase ?? 'Unknown';
  const done = phase === 'Succeeded' || phase === 'Failed';
  const troubles = done
    ? []
    : troublesOf(status?.initContainerStatuses, true).concat(troublesOf(status?.containerStatuses, false));
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid ?? '',
    labels: metadata.labels ?? {},
    ...(owner !== undefined && { owner: { kind: owner.kind, name: owner.name, uid: owner.uid } }),
    ...(spec?.nodeName !== undefined && { nodeName: spec.nodeName }),
    phase,
    ready: !deleting && condition('Ready')?.status === 'True',
    state: deleting ? 'Terminating' : stateOf(phase, status?.reason, troubles),
    deleting,
    createdAtMs: Date.parse(metadata.creationTimestamp ?? ''),
    ...(status?.podIP !== undefined && { ip: status.podIP }),
    requests: { cpuMillis: podRequest(spec ?? {}, 'cpu'), memoryBytes: podRequest(spec ?? {}, 'memory') },
    ports: (spec?.containers ?? []).flatMap(({ ports = [] }) =>
      ports.flatMap(({ name, containerPort, protocol = 'TCP' }) =>
        name === undefined ? [] : [{ name, containerPort, protocol }],
      ),
    ),
    ...(scheduled?.status === 'False' && { unscheduled: { ...scheduled, ...briefly(scheduled.message) } }),
    troubles,
  };
}

/** The scheduler's words without the second half, in which it says the same of preemption. */
function briefly(message: string | undefined): { message?: string } {
  return message === undefined ? {} : { message: message.replace(/\.? preemption: .*$/s, '') };
}

function troublesOf(statuses: readonly RawContainerStatus[] = [], init: boolean): ContainerTrouble[] {
  return statuses.flatMap((status) => {
    const { state = {}, lastState = {} } = status;
    const ended = state.terminated ?? lastState.terminated;
    const reason = troubleOf(status, init);
    if (reason === undefined) return [];
    const message = state.waiting?.message ?? state.terminated?.message;
    return [
      {
        container: status.name,
        init,
        image: status.image ?? '',
        reason,
        ...(message !== undefined && { message }),
        restarts: status.restartCount ?? 0,
        ...(ended !== undefined && { lastExit: { exitCode: ended.exitCode, reason: ended.reason ?? 'Error' } }),
      },
    ];
  });
}

function troubleOf({ state = {}, ready, started }: RawContainerStatus, init: boolean): string | undefined {
  if (state.terminated !== undefined) return state.terminated.exitCode === 0 ? undefined : (state.terminated.reason ?? 'Error');
  if (state.waiting !== undefined) return state.waiting.reason ?? 'Waiting';
  // A sidecar that has started lets the next containers start; a plain init container runs to its end.
  if (init) return started === true ? undefined : 'Running';
  return ready === true ? undefined : 'NotReady';
}

/** What kubectl shows in its column STATUS, and `NotReady` where it leaves that to the column READY. */
function stateOf(phase: string, reason: string | undefined, troubles: readonly ContainerTrouble[]): string {
  if (reason !== undefined && reason !== '') return reason;
  const init = troubles.find((trouble) => trouble.init && trouble.reason !== 'PodInitializing');
  if (init !== undefined) return `Init:${init.reason}`;
  const trouble = troubles.find((one) => one.reason !== 'NotReady') ?? troubles[0];
  return trouble?.reason ?? phase;
}

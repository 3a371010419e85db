import { reducePod } from '../../../lib/runner/state/pod';
import { rawPod, unscheduledPod, waitingPod } from './builders';

describe('the state of a pod', () => {
  const terminated = (exitCode: number, reason: string) => ({ state: { terminated: { exitCode, reason } } });
  test.each([
    ['Running', rawPod('a', 'n')],
    ['Pending', unscheduledPod('a', 'no')],
    ['ImagePullBackOff', waitingPod('a', 'n', 'ImagePullBackOff')],
    ['CrashLoopBackOff', waitingPod('a', 'n', 'CrashLoopBackOff')],
    ['OOMKilled', waitingPod('a', 'n', '', terminated(137, 'OOMKilled'))],
    ['NotReady', waitingPod('a', 'n', '', { state: { running: {} } })],
    ['Evicted', rawPod('a', 'n', { status: { phase: 'Failed', reason: 'Evicted' } })],
    ['Succeeded', rawPod('a', 'n', { status: { phase: 'Succeeded' } })],
    ['Terminating', rawPod('a', 'n', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
    [
      'Init:CrashLoopBackOff',
      rawPod('a', 'n', {
        status: {
          phase: 'Pending',
          initContainerStatuses: [{ name: 'i', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'PodInitializing' } } }],
        },
      }),
    ],
  ])('is %s', (state, raw) => {
    expect(reducePod(raw).state).toBe(state);
  });

  test('a pod that is about to go is not ready, whatever its condition says', () => {
    expect(reducePod(rawPod('a', 'n')).ready).toBe(true);
    expect(reducePod(rawPod('a', 'n', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })).ready).toBe(false);
  });

  test('an init container that has ended well and a sidecar that has started are no trouble', () => {
    const initContainerStatuses = [
      { name: 'i', state: { terminated: { exitCode: 0, reason: 'Completed' } } },
      { name: 's', started: true, state: { running: {} } },
    ];
    expect(reducePod(rawPod('a', 'n', { status: { initContainerStatuses } })).troubles).toEqual([]);
  });

  test('keeps how a container ended before it waits', () => {
    const raw = waitingPod('a', 'n', 'CrashLoopBackOff', {
      restartCount: 4,
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(reducePod(raw).troubles).toMatchObject([
      { container: 'nginx', restarts: 4, lastExit: { exitCode: 1, reason: 'Error' } },
    ]);
  });
});

test('the scheduler’s words end before it says the same of preemption', () => {
  const words =
    '0/3 nodes are available: 2 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found.';
  expect(reducePod(unscheduledPod('a', words)).unscheduled?.message).toBe('0/3 nodes are available: 2 Insufficient cpu');
});

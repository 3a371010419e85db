import { describeEvents, diagnose, hintFrom } from '../../../lib/runner/diagnosis/diagnose';
import { Kubectl } from '../../../lib/runner/kubectl';
import { fakePrograms } from '../state/fake-programs';

const event = (reason: string, lastTimestamp: string | null, more: object = {}) => ({
  type: 'Warning',
  reason,
  message: `message of\n${reason} `,
  lastTimestamp,
  ...more,
});
const events = JSON.stringify({
  items: [
    event('BackOff', '2026-01-01T00:02:00Z', { count: 4 }),
    event('Failed', '2026-01-01T00:01:00Z'),
    event('Scheduled', null),
  ],
});

test('events are told oldest first, on a line each', () => {
  expect(describeEvents(events)).toEqual([
    'Warning Scheduled: message of Scheduled',
    'Warning Failed: message of Failed',
    'Warning BackOff: message of BackOff (4 times)',
  ]);
});

test('only the newest five events are told', () => {
  const items = Array.from({ length: 9 }, (_, minute) => event(`E${minute}`, `2026-01-01T00:0${minute}:00Z`));
  expect(describeEvents(JSON.stringify({ items })).map((line) => line.slice(8, 10))).toEqual(['E4', 'E5', 'E6', 'E7', 'E8']);
});

test('a container that was started again is asked for its log before', async () => {
  const programs = fakePrograms((call) => (call.includes(' logs ') ? 'a\nb\n' : events));
  const pod = { namespace: 'default', name: 'nginx', container: 'web', restarted: true };
  expect((await diagnose(new Kubectl(programs, 'c'), { pod })).slice(-3)).toEqual(['last lines of container web:', '| a', '| b']);
  const logs = programs.calls.find((call) => call.includes('logs'));
  expect(logs?.slice(-7)).toEqual(['nginx', '--namespace', 'default', '--container', 'web', '--tail=10', '--previous']);
});

test('a container that never ran is not asked for a log', async () => {
  const programs = fakePrograms((call) => (call.includes(' logs ') ? undefined : events));
  expect(await diagnose(new Kubectl(programs, 'c'), { pod: { namespace: 'default', name: 'nginx' } })).toHaveLength(3);
});

test('what cannot be had is left out', async () => {
  const pod = { namespace: 'default', name: 'nginx', container: 'web' };
  const failing = fakePrograms(() => ({ exitCode: 1, stderr: 'Error from server (Forbidden): no' }));
  expect(await diagnose(new Kubectl(failing, 'c'), { pod })).toEqual([]);
  expect(
    await diagnose(
      new Kubectl(
        fakePrograms(() => '{"items": [{'),
        'c',
      ),
      { pod: { namespace: 'd', name: 'n' } },
    ),
  ).toEqual([]);
  expect(await diagnose(new Kubectl(failing, 'c'), {})).toEqual([]);
});

test('a program that the node cannot run is known by its words', () => {
  const pod = { namespace: 'd', name: 'n', container: 'c', image: 'a/b:1' };
  expect(hintFrom(['| exec /app: exec format error'], { pod })).toMatch(/another architecture:\ndocker image inspect .* a\/b:1$/);
  expect(hintFrom(['| it ended'], { pod })).toBeUndefined();
});

import type { Kubectl } from '../kubectl';
import type { FailedPod } from './failure';

const LOG_LINES = 10;
const EVENTS = 5;

/** What the cluster knows about a failed pod: its recent events and its last log lines. Lacking either is no error. */
export async function diagnose(kubectl: Kubectl, { pod }: { readonly pod?: FailedPod }): Promise<string[]> {
  if (pod === undefined) return [];
  const [events, log] = await Promise.all([eventLines(kubectl, pod), logLines(kubectl, pod)]);
  return [...events, ...log];
}

/** What to do where the lines say it better than the pod's status. */
export function hintFrom(lines: readonly string[], { pod }: { readonly pod?: FailedPod }): string | undefined {
  if (pod?.image === undefined || !lines.some((line) => /exec format error/i.test(line))) return undefined;
  return `The program is not one that the node can run; mostly the image is for another architecture:\ndocker image inspect --format '{{.Os}}/{{.Architecture}}' ${pod.image}`;
}

async function eventLines(kubectl: Kubectl, { namespace, name }: FailedPod): Promise<string[]> {
  const selector = `involvedObject.kind=Pod,involvedObject.name=${name}`;
  const args = ['get', 'events', '--namespace', namespace, '--field-selector', selector, '--output', 'json'];
  const { exitCode, stdout } = await kubectl.attempt(args, 10);
  return exitCode === 0 ? describeEvents(stdout) : [];
}

interface RawEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** The newest events, the newest last: `Warning Failed: Error: ErrImagePull (3 times)`. */
export function describeEvents(json: string): string[] {
  return eventsOf(json)
    .map((event) => ({ event, at: Date.parse(event.lastTimestamp ?? event.eventTime ?? '') || 0 }))
    .sort((a, b) => a.at - b.at)
    .slice(-EVENTS)
    .map(({ event: { type, reason, message, count = 1 } }) => {
      const times = count > 1 ? ` (${count} times)` : '';
      return `${type} ${reason}: ${(message ?? '').trim().replace(/\s+/g, ' ')}${times}`;
    });
}

function eventsOf(json: string): readonly RawEvent[] {
  try {
    return (JSON.parse(json) as { items?: RawEvent[] }).items ?? [];
  } catch {
    return [];
  }
}

async function logLines(kubectl: Kubectl, { namespace, name, container, restarted }: FailedPod): Promise<string[]> {
  if (container === undefined) return [];
  const args = ['logs', name, '--namespace', namespace, '--container', container, `--tail=${LOG_LINES}`];
  const asked = restarted ? [...args, '--previous'] : args;
  const { exitCode, stdout } = await kubectl.attempt(asked, 10);
  const lines = exitCode === 0 ? stdout.split('\n').filter((line) => line !== '') : [];
  return lines.length === 0 ? [] : [`last lines of container ${container}:`, ...lines.map((line) => `| ${line}`)];
}

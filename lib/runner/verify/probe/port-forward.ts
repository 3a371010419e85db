import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../../kubectl';

/** How long kubectl may take to open it. */
const OPEN_WITHIN_MS = 10_000;

/**
 * Opens a port-forward to a Service on a free port of 127.0.0.1, and ends it however the work ends.
 *
 * @param use given the local port; not called when the port-forward does not open
 * @returns what the work returns, or kubectl's own words about why it did not open
 */
export async function withPortForward<T>(
  kubectl: Kubectl,
  service: { readonly namespace: string; readonly name: string; readonly port: number },
  use: (port: number) => Promise<T>,
): Promise<{ readonly result: T } | { readonly error: string }> {
  const lines: string[] = [];
  let opened: (port: number) => void = () => {};
  const open = new Promise<number>((resolve) => {
    opened = resolve;
  });
  const args = ['port-forward', '--address', '127.0.0.1', '--namespace', service.namespace, `service/${service.name}`];
  const running = kubectl.start([...args, `:${service.port}`], (line) => {
    lines.push(line);
    const port = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line)?.[1];
    if (port !== undefined) opened(Number(port));
  });
  const timer = new AbortController();
  try {
    const late = sleep(OPEN_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
    // Its end without a port is a failure; an interrupt rejects and goes on to the caller.
    const port = await Promise.race([open, running.ended.then(() => undefined), late]);
    if (port !== undefined) return { result: await use(port) };
    return { error: lines.at(-1) ?? 'the port-forward did not open' };
  } finally {
    timer.abort();
    await running.stop();
  }
}

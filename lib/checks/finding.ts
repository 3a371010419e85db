import type { Finding } from './description';

/** What is certain to go wrong. */
export function error(path: string, message: string, fix: string): Finding {
  return { severity: 'error', path, message, fix };
}

/** What may go wrong, or does something else than it seems to. */
export function warning(path: string, message: string, fix: string): Finding {
  return { severity: 'warning', path, message, fix };
}

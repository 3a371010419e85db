/**
 * Exit statuses of the commands.
 *
 * 0 all holds · 1 a check failed · 2 wrong usage or unreadable dist · 3 something on this machine is missing or in the way ·
 * 4 refused, because it would destroy something and nobody consented. 130, 143 and 129: ended by SIGINT, SIGTERM, SIGHUP.
 */
export const ExitStatus = { ok: 0, failed: 1, usage: 2, machine: 3, refused: 4 } as const;

/** An error that a user can cause and mend: its message is all that is shown of it. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  constructor(
    readonly exitStatus: (typeof ExitStatus)['failed' | 'usage' | 'machine' | 'refused'],
    /** What is wrong, and where. */
    message: string,
    /** What to do about it; commands stand alone on their line. */
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The command was interrupted by a signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`interrupted by ${signal}`);
  }

  get exitStatus(): number {
    return { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[this.signal];
  }
}

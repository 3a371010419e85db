import { setMaxListeners } from 'node:events';
import { ExitStatus, UserError } from './errors';
import { groupEnds } from './process-group';

/** How programs are run. Everything that acts is handed one of these, so that tests can hand it another. */
export interface Programs {
  /**
   * Runs a program to its end.
   * @throws ProgramFailed when it exits with another status than 0, unless `allowFailure`, or takes longer than `timeoutMs`
   * @throws UserError (3) when it is not on the PATH
   */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a program that goes on until it is stopped. */
  start(program: string, args: readonly string[], onLine: (line: string) => void): Running;
}

export interface RunOptions {
  /** @default the current folder */
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given to its standard input, which is empty without. */
  readonly input?: string;
  /** A file to read its standard input from. */
  readonly stdinFile?: string;
  /** A file to write its standard output to. */
  readonly stdoutFile?: string;
  /** @default no limit */
  readonly timeoutMs?: number;
  /** Resolve also when it exits with another status than 0. @default false */
  readonly allowFailure?: boolean;
  /** Called with each line of its standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Aborted when its answer is not needed any more: ends it. */
  readonly signal?: AbortSignal;
  /** Run it also after an interrupt, to clear up; a terminal's next Ctrl-C does not reach it. @default false */
  readonly clearingUp?: boolean;
  /**
   * Never kill it by force, and wait for what it started too: asked to end (SIGTERM) it takes the time that it needs. A package manager
   * that is killed leaves half a package. @default false: it is killed after 5 s
   */
  readonly inItsOwnTime?: boolean;
  /**
   * For a program that works through others, which go on when it is ended, as the `docker run`s of kind do. It gets a process group of its
   * own, which a terminal's Ctrl-C does not reach. After an interrupt has ended it this is done; then, and also when it failed, what it
   * started is waited for, and ended after 5 s.
   */
  readonly onInterrupted?: () => Promise<void>;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  /** Its end, however it comes. */
  readonly ended: Promise<RunResult>;
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

/** A program ended badly. The message carries the command as one could paste it, and what it wrote. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';

  constructor(
    readonly program: string,
    readonly args: readonly string[],
    readonly result: RunResult,
    readonly timedOutAfterMs?: number,
  ) {
    const how =
      timedOutAfterMs === undefined ? `exited with ${result.exitCode}` : `did not end within ${timedOutAfterMs / 1000} s`;
    const output = [result.stderr, result.stdout].map((text) => text.trim()).filter((text) => text !== '');
    super([`${commandLine(program, args)} ${how}`, ...output].join('\n'));
  }
}

/** The command as one would type it in a POSIX shell. */
export function commandLine(program: string, args: readonly string[]): string {
  const quote = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
  return [program, ...args].map(quote).join(' ');
}

/**
 * The real programs.
 *
 * @param signal aborting it ends every program that runs and refuses new ones, but for those that clear up
 * @param onCommand called with each command when it has ended, and how long it took
 */
export function realPrograms(signal: AbortSignal, onCommand?: (line: string, durationMs: number) => void): Programs {
  // kubectl and kind add a colour to some of their lines when they think that they write to a terminal.
  const common = {
    stripFinalNewline: true,
    reject: false,
    forceKillAfterDelay: 5000,
    maxBuffer: 2 ** 30,
    // What `kubectl diff` writes is read here: a diff program of the user's own would write something else. And kind is to see what
    // Docker sees, where the user has set it to podman or nerdctl.
    env: { NO_COLOR: '1', KUBECTL_EXTERNAL_DIFF: '', KIND_EXPERIMENTAL_PROVIDER: 'docker' },
  } as const;

  // Each program that runs listens for it.
  setMaxListeners(0, signal);

  const finish = async (program: string, args: readonly string[], child: ResultPromise) => {
    const began = performance.now();
    const result = await child;
    onCommand?.(commandLine(program, args), performance.now() - began);
    const spawned = !(result.cause as NodeJS.ErrnoException | undefined)?.syscall?.startsWith('spawn');
    if (!spawned && result.code === 'ENOENT') throw missing(program);
    if (!spawned && result.code === 'EACCES') throw notExecutable(program);
    const text = (output: unknown) => (typeof output === 'string' ? output : '');
    const words = text(result.stderr);
    // What went wrong with its files is known here only; the program itself says at most that somebody hung up.
    const isOfFiles = result.code !== undefined || words === '';
    return {
      timedOut: result.timedOut,
      // A program that was ended by a signal has no exit status of its own; shells say 128 and more. Nor has one done its work whose
      // output could not be written, for example to a full disk, although its own status is 0.
      exitCode: result.exitCode || (result.failed ? 128 : 0),
      stdout: text(result.stdout),
      stderr: isOfFiles ? [words, result.originalMessage ?? ''].filter((line) => line !== '').join('\n') : words,
    };
  };

  return {
    async run(program, args, options = {}) {
      if (!options.clearingUp) signal.throwIfAborted();
      const { execa } = await import('execa');
      const { input, stdinFile, stdoutFile, timeoutMs, onLine, cwd, onInterrupted, inItsOwnTime = false } = options;
      const ending = [options.signal, options.clearingUp ? undefined : signal].filter((one) => one !== undefined);
      const detached = (onInterrupted !== undefined || options.clearingUp === true) && process.platform !== 'win32';
      const child = execa(program, args, {
        ...common,
        ...(inItsOwnTime && { forceKillAfterDelay: false }),
        detached,
        all: onLine !== undefined,
        env: { ...common.env, ...options.env },
        ...(cwd !== undefined && { cwd }),
        ...(input !== undefined ? { input } : { stdin: stdinFile === undefined ? 'ignore' : { file: stdinFile } }),
        ...(stdoutFile !== undefined && { stdout: { file: stdoutFile } }),
        ...(timeoutMs !== undefined && { timeout: timeoutMs }),
        ...(ending.length > 0 && { cancelSignal: AbortSignal.any(ending) }),
      } as Options);
      if (!inItsOwnTime) letGo(child, ending, timeoutMs);
      const lines = onLine === undefined ? undefined : forEachLine(child, onLine);
      const { timedOut, ...result } = await finish(program, args, child);
      // What it said last is known before it is told that it ended.
      await lines;
      if (signal.aborted) await onInterrupted?.();
      if (detached && (signal.aborted || result.exitCode !== 0)) await groupEnds(child.pid);
      if (!options.clearingUp) signal.throwIfAborted();
      if (timedOut) throw new ProgramFailed(program, args, result, timeoutMs);
      if (result.exitCode !== 0 && !options.allowFailure) throw new ProgramFailed(program, args, result);
      return result;
    },

    start(program, args, onLine) {
      const stopping = new AbortController();
      const ended = (async () => {
        signal.throwIfAborted();
        const { execa } = await import('execa');
        const ending = [signal, stopping.signal];
        const cancelSignal = AbortSignal.any(ending);
        const child = execa(program, args, { ...common, all: true, stdin: 'ignore', cancelSignal } as Options);
        letGo(child, ending);
        void forEachLine(child, onLine);
        return finish(program, args, child);
      })();
      ended.catch(() => {}); // Whoever waits for it sees it; nobody may.
      return {
        ended,
        async stop() {
          stopping.abort();
          await ended.catch(() => {});
        },
      };
    },
  };
}

type Options = import('execa', { with: { 'resolution-mode': 'import' }}).Options;
type ResultPromise = import('execa', { with: { 'resolution-mode': 'import' }}).ResultPromise;

const LAST_WORDS_WITHIN_MS = 500;

/** Reads no more of a program that was to end, and has: another that it started, and that goes on, may hold its pipes for long. */
function letGo(child: ResultPromise, ending: readonly AbortSignal[], timeoutMs?: number): void {
  let isToEnd = false;
  let hasEnded = false;
  const whenBoth = () => {
    if (!isToEnd || !hasEnded) return;
    setTimeout(() => {
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    }, LAST_WORDS_WITHIN_MS).unref();
  };
  const end = () => {
    isToEnd = true;
    whenBoth();
  };
  const limit = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs).unref();
  for (const signal of ending) signal.addEventListener('abort', end);
  child.once('exit', () => {
    hasEnded = true;
    whenBoth();
  });
  // Also of one that could not be started.
  child.once('close', () => {
    clearTimeout(limit);
    for (const signal of ending) signal.removeEventListener('abort', end);
  });
}

async function forEachLine(child: ResultPromise, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of child.iterable({ from: 'all' })) onLine(String(line));
  } catch {
    // The end of the program tells what went wrong.
  }
}

function missing(program: string): UserError {
  return new UserError(
    ExitStatus.machine,
    `${program} is not on the PATH.`,
    'npm run doctor says how to install what is missing, npm run setup does it.',
  );
}

function notExecutable(program: string): UserError {
  return new UserError(
    ExitStatus.machine,
    `${program} cannot be executed: permission denied.`,
    'npm run doctor says how to install what is missing.',
  );
}

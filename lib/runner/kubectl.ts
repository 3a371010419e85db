import { ExitStatus, UserError } from './errors';
import { commandLine, ProgramFailed, type Programs, type Running, type RunResult } from './process';

export interface KubectlOptions {
  /** @default as kubectl finds it: KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string;
  /** How long one request may take. @default 20 */
  readonly requestTimeoutS?: number;
}

export interface TextOptions {
  /** Given to its standard input. */
  readonly input?: string;
  /** It makes requests for each of many objects, which may take 10 min in all. @default false */
  readonly perObject?: boolean;
}

/** kubectl, speaking to one context and never to the current one. */
export class Kubectl {
  constructor(
    private readonly programs: Programs,
    readonly context: string,
    private readonly options: KubectlOptions = {},
  ) {}

  /** The command as one would type it. */
  commandLine(args: readonly string[]): string {
    return commandLine('kubectl', ['--context', this.context, ...args]);
  }

  /** The same for requests that take their time, such as one that a webhook holds up: each may take 120 s. */
  patient(): Kubectl {
    return new Kubectl(this.programs, this.context, { ...this.options, requestTimeoutS: 120 });
  }

  /**
   * What it writes to standard output.
   *
   * @throws UserError (3) when the API server does not answer or kubectl takes too long, (2) when the context does not exist
   * @throws ProgramFailed for every other failure
   */
  async text(args: readonly string[], { perObject = false, ...options }: TextOptions = {}): Promise<string> {
    const requestTimeoutS = this.options.requestTimeoutS ?? 20;
    try {
      // The request has a limit of its own; this one is for a kubectl, or a login plugin of it, that hangs.
      const timeoutMs = perObject ? PER_OBJECT_MS : (requestTimeoutS + 10) * 1000;
      return (await this.programs.run('kubectl', this.withContext(args, requestTimeoutS), { ...options, timeoutMs })).stdout;
    } catch (error) {
      throw error instanceof ProgramFailed ? await this.translate(error, args) : error;
    }
  }

  /** Runs it to its end, however that comes, for those who read its words themselves. */
  async attempt(args: readonly string[], requestTimeoutS: number): Promise<RunResult> {
    const timeoutMs = (requestTimeoutS + 10) * 1000;
    try {
      return await this.programs.run('kubectl', this.withContext(args, requestTimeoutS), { allowFailure: true, timeoutMs });
    } catch (error) {
      if (error instanceof ProgramFailed) return { ...error.result, stderr: error.message };
      throw error;
    }
  }

  /** Its standard output as JSON. */
  async json<T>(args: readonly string[]): Promise<T> {
    return this.parse<T>(await this.text(args), args);
  }

  /**
   * Every item of a list, reduced to what is needed of it a page at a time: no more than one page is held as it came.
   *
   * @param path of the API, for example `/api/v1/pods`
   */
  async list<T, R>(path: string, reduce: (item: T) => R): Promise<R[]> {
    try {
      return await this.pages(path, reduce);
    } catch (error) {
      // The cluster forgot the state that the pages are of; a second reading is of a newer one.
      if (error instanceof ProgramFailed && EXPIRED.test(error.result.stderr)) return this.pages(path, reduce);
      throw error;
    }
  }

  private async pages<T, R>(path: string, reduce: (item: T) => R): Promise<R[]> {
    const reduced: R[] = [];
    let token: string | undefined;
    do {
      const query = `limit=${PAGE_SIZE}${token === undefined ? '' : `&continue=${encodeURIComponent(token)}`}`;
      const args = ['get', '--raw', `${path}?${query}`];
      const page = await this.json<{ items?: T[] | null; metadata?: { continue?: string } } | null>(args);
      const items = page?.items ?? [];
      if (page === null || !Array.isArray(items)) throw this.nonsense(args, 'something that is no list');
      for (const item of items) reduced.push(reduce(item));
      token = page.metadata?.continue || undefined;
    } while (token !== undefined);
    return reduced;
  }

  /** Starts one that goes on until it is stopped, such as a port-forward. */
  start(args: readonly string[], onLine: (line: string) => void): Running {
    return this.programs.start('kubectl', this.withContext(args), onLine);
  }

  private withContext(args: readonly string[], requestTimeoutS?: number): string[] {
    const { kubeconfig } = this.options;
    return [
      ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
      '--context',
      this.context,
      ...(requestTimeoutS === undefined ? [] : [`--request-timeout=${requestTimeoutS}s`]),
      ...args,
    ];
  }

  private parse<T>(text: string, args: readonly string[]): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      const end = text.length > 80 ? `…${text.slice(-80)}` : text;
      throw this.nonsense(args, text.trim() === '' ? 'nothing' : `${text.length} characters that end in ${JSON.stringify(end)}`);
    }
  }

  private nonsense(args: readonly string[], what: string): UserError {
    return new UserError(
      ExitStatus.machine,
      `kubectl did not write the JSON that it was asked for, but ${what}.`,
      `Try it by hand:\n${this.commandLine(args)}`,
    );
  }

  private async translate(failed: ProgramFailed, args: readonly string[]): Promise<Error> {
    const words = failed.result.stderr;
    if (NO_CONTEXT.test(words)) return this.noContext();
    if (BROKEN_KUBECONFIG.test(words)) {
      return new UserError(
        ExitStatus.usage,
        `The kubeconfig cannot be read: ${words.trim().split('\n').at(-1)}`,
        'Mend it, or let KUBECONFIG name another.',
        {
          cause: failed,
        },
      );
    }
    const last = words.trim().split('\n').at(-1);
    if (UNREACHABLE.test(words) && !ANSWERED.test(words)) {
      return new UserError(
        ExitStatus.machine,
        `The API server of context ${this.context} does not answer: ${last}`,
        this.context.startsWith('kind-')
          ? `npm run up starts a stopped cluster; docker ps shows which nodes run:\ndocker ps --all --filter label=io.x-k8s.kind.cluster=${this.context.slice('kind-'.length)}`
          : `See whether it runs:\nkubectl --context ${this.context} cluster-info`,
        { cause: failed },
      );
    }
    if (failed.timedOutAfterMs !== undefined) {
      return new UserError(
        ExitStatus.machine,
        `kubectl ${args[0]} did not end within ${failed.timedOutAfterMs / 1000} s${last ? `: ${last}` : '.'}`,
        `See what takes so long, the API server or a login plugin before it:\n${this.commandLine(['get', '--raw', '/readyz', '--v=6'])}`,
        { cause: failed },
      );
    }
    if (UNAUTHORIZED.test(words)) {
      return new UserError(
        ExitStatus.machine,
        `The API server of context ${this.context} does not know this user: ${words.trim().split('\n').at(-1)}`,
        `Log in again, then see whether this works:\nkubectl --context ${this.context} auth whoami`,
        { cause: failed },
      );
    }
    return failed;
  }

  private async noContext(): Promise<UserError> {
    const { kubeconfig } = this.options;
    const args = [
      ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
      'config',
      'get-contexts',
      '--output',
      'name',
    ];
    const listed = await this.programs.run('kubectl', args, { allowFailure: true, timeoutMs: 10_000 });
    const contexts = listed.stdout.split('\n').filter((line) => line !== '');
    return new UserError(
      ExitStatus.usage,
      `There is no context ${this.context} in the kubeconfig.`,
      contexts.length === 0
        ? 'The kubeconfig has no context at all. npm run up creates the cluster and its context.'
        : `These exist: ${contexts.join(', ')}.`,
    );
  }
}

/** Enough for 1,000 objects with three requests of 200 ms each. */
const PER_OBJECT_MS = 600_000;

/**
 * Items of one page. kubectl's own 500 would cost a process per 500 pods. The scripts that read pods give Node a young generation
 * (`--max-semi-space-size`, in MiB) that holds a page while it is parsed: copying it took a third of their time.
 */
const PAGE_SIZE = 2000;

const NO_CONTEXT = /context was not found for specified context|context "[^"]*" does not exist|no context exists with the name/;
const BROKEN_KUBECONFIG = /error loading config file|couldn't get version\/kind; json parse error|error: read .*: is a directory/;
const UNREACHABLE =
  /The connection to the server .* was refused|Unable to connect to the server|connection refused|i\/o timeout|TLS handshake timeout|no such host|no route to host|network is unreachable|context deadline exceeded|Client\.Timeout|connection reset by peer|unexpected EOF|Error from server \((Timeout|ServiceUnavailable)\)/;
/** The API server answered; what it could not reach, such as a webhook, is another matter. */
const ANSWERED = /Error from server \((?!Timeout|ServiceUnavailable)/;
const EXPIRED = /Error from server \((Expired|Gone)\)/;
const UNAUTHORIZED = /must be logged in to the server|Error from server \(Unauthorized\)|getting credentials: exec/;

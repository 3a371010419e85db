import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ExitStatus, UserError } from '../errors';
import type { Release } from './releases';

/** The environment variable that names a server with the same paths as the official ones. */
export const MIRROR_VARIABLE = 'CDK8S_KIND_MIRROR';

export interface DownloadOptions {
  /** The folder that it is installed in. */
  readonly folder: string;
  /** Used instead of the official server. */
  readonly mirror?: string;
  readonly signal?: AbortSignal;
  /** Told how much has come, in bytes; `total` is absent where the server does not say it. */
  readonly onProgress?: (received: number, total?: number) => void;
}

/**
 * Fetches a program, checks its SHA-256 and installs it. Until it is checked it has another name, and it never replaces what
 * is there before.
 *
 * The official server's file must have the sum that is known here. A mirror was chosen by the user, and may serve builds of
 * its own: the sum beside the file counts there, and only where it has none the known one.
 *
 * @returns the path of the program
 * @throws UserError (3) when it cannot be had, its sum is wrong, or the disk is full; nothing is then left of it
 */
export async function download(release: Release, options: DownloadOptions): Promise<string> {
  const { folder, mirror, signal } = options;
  const server = (mirror ?? release.server).replace(/\/+$/, '');
  const target = join(folder, release.fileName);
  const part = `${target}.${process.pid}.part`;
  try {
    await mkdir(folder, { recursive: true });
    const expected = await expectedSum(release, server, mirror !== undefined, signal);
    const actual = await fetchTo(part, server + release.path, options);
    if (actual !== expected) throw wrongSum(release, server, expected, actual);
    await chmod(part, 0o755);
    await rename(part, target);
    return target;
  } catch (error) {
    throw signal?.aborted ? signal.reason : explain(error, release, folder);
  } finally {
    await rm(part, { force: true }).catch(() => {}); // Where the folder could not be made there is nothing to remove.
  }
}

async function expectedSum(release: Release, server: string, isMirror: boolean, signal?: AbortSignal): Promise<string> {
  if (!isMirror && release.sha256 !== undefined) return release.sha256;
  const url = server + release.sumPath;
  const response = await get(url, signal);
  if (response.ok) {
    const sum = /\b[0-9a-f]{64}\b/i.exec(await response.text())?.[0];
    if (sum !== undefined) return sum.toLowerCase();
    throw unavailable(release, url, 'it holds no SHA-256');
  }
  if (response.status === 404 && release.sha256 !== undefined) return release.sha256;
  throw unavailable(release, url, `the server answered ${response.status} ${response.statusText}`);
}

/** Writes what a URL gives to a file, and tells its SHA-256. */
async function fetchTo(file: string, url: string, { signal, onProgress }: DownloadOptions): Promise<string> {
  const response = await get(url, signal);
  if (!response.ok || response.body === null) {
    throw new UserError(
      ExitStatus.machine,
      `${url} cannot be had: the server answered ${response.status} ${response.statusText}.`,
      otherWays(url),
    );
  }
  const length = Number(response.headers.get('content-length'));
  const hash = createHash('sha256');
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      received += chunk.length;
      onProgress?.(received, length > 0 ? length : undefined);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body as ReadableStream), count, createWriteStream(file), { signal });
  return hash.digest('hex');
}

async function get(url: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, signal === undefined ? {} : { signal });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const message = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
    throw new UserError(ExitStatus.machine, `${url} cannot be reached: ${message}.`, otherWays(url), { cause: error });
  }
}

function wrongSum({ program, path }: Release, server: string, expected: string, actual: string): UserError {
  return new UserError(
    ExitStatus.machine,
    `${server}${path} is not ${program} as it should be, and was deleted.\n  SHA-256 expected ${expected}\n  SHA-256 received ${actual}`,
    'Run npm run setup again; if that does not help, the server has another file there: name a mirror in CDK8S_KIND_MIRROR.',
  );
}

function unavailable({ program }: Release, url: string, why: string): UserError {
  return new UserError(ExitStatus.machine, `The SHA-256 of ${program} cannot be had from ${url}: ${why}.`, otherWays(url));
}

function otherWays(url: string): string {
  return `Put the program on the PATH yourself, or name a server that has the path ${new URL(url).pathname} in ${MIRROR_VARIABLE}.`;
}

function explain(error: unknown, { program }: Release, folder: string): unknown {
  if (error instanceof UserError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') {
    return new UserError(ExitStatus.machine, `The disk of ${folder} is full; ${program} was not installed.`, 'Free some space.');
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new UserError(
      ExitStatus.machine,
      `${program} cannot be installed in ${folder}: ${message}.`,
      'Make the folder writable, or name another one in XDG_CACHE_HOME.',
    );
  }
  return new UserError(
    ExitStatus.machine,
    `The download of ${program} broke off: ${message}. Nothing was installed.`,
    'Run npm run setup again.',
    { cause: error },
  );
}

import { randomUUID } from 'node:crypto';
import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ExitStatus, UserError } from '../errors';
import { renderHtml } from './html';
import { renderJson } from './json';
import { renderJunit } from './junit';
import type { Report } from './report';

/** Where the reports go, by their format: paths of files, or `-` for standard output. */
export interface ReportTargets {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
}

/** What is used of standard output. */
export interface Output {
  write(text: string, done: (error?: Error | null) => void): unknown;
}

const RENDER = { json: renderJson, junit: renderJunit, html: renderHtml };
const STDOUT = '-';

/**
 * Finds out before a long run that its reports cannot be written.
 *
 * @throws UserError (2) when two of them go to one place
 * @throws UserError (3) when a folder does not exist or cannot be written to
 */
export async function checkReportTargets(targets: ReportTargets): Promise<void> {
  const seen = new Map<string, string>();
  for (const [format, path] of chosen(targets)) {
    const place = path === STDOUT ? STDOUT : resolve(path);
    const other = seen.get(place);
    if (other !== undefined) {
      const where = path === STDOUT ? 'standard output (-)' : path;
      throw new UserError(
        ExitStatus.usage,
        `--${other} and --${format} both write to ${where}.`,
        'Give one of them another file.',
      );
    }
    seen.set(place, format);
    if (path !== STDOUT) await checkPath(format, path);
  }
}

/**
 * Writes the report in every format that was asked for. A file is whole or as it was before.
 *
 * @throws UserError (3) for the first that cannot be written, after the others are
 */
export async function writeReports(report: Report, targets: ReportTargets, stdout: Output): Promise<void> {
  const failures: unknown[] = [];
  for (const [format, path] of chosen(targets)) {
    const text = RENDER[format](report);
    const written = path === STDOUT ? print(text, stdout) : replaceFile(path, text);
    await written.catch((error: unknown) => failures.push(cannotWrite(format, path, error)));
  }
  if (failures.length > 0) throw failures[0];
}

function chosen(targets: ReportTargets): (readonly [keyof ReportTargets, string])[] {
  return (Object.keys(RENDER) as (keyof ReportTargets)[]).flatMap((format) => {
    const path = targets[format];
    return path === undefined ? [] : [[format, path] as const];
  });
}

async function checkPath(format: keyof ReportTargets, path: string): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new Error('it is a folder');
    await access(found === undefined || found.isFile() ? dirname(resolve(path)) : path, constants.W_OK);
  } catch (error) {
    throw cannotWrite(format, path, error);
  }
}

function cannotWrite(format: keyof ReportTargets, path: string, cause: unknown): UserError {
  const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  const folder = dirname(resolve(path));
  const why = missing ? `there is no folder ${folder}` : (cause as Error).message;
  return new UserError(
    ExitStatus.machine,
    `The report of --${format} cannot be written to ${path}: ${why}.`,
    missing ? `Make the folder:\nmkdir -p ${folder}` : 'Give it a file in a folder of yours.',
    { cause },
  );
}

function print(text: string, stdout: Output): Promise<void> {
  return new Promise((done, fail) => {
    stdout.write(text, (error) => (error ? fail(error) : done()));
  });
}

async function replaceFile(path: string, text: string): Promise<void> {
  // Through a link the file that it leads to is replaced, not the link; a pipe or a device is written to.
  const target = await realpath(path).catch(() => path);
  const found = await stat(target).catch(() => undefined);
  if (found !== undefined && !found.isFile()) {
    await writeFile(target, text);
    return;
  }
  const temporary = join(dirname(target), `.report-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

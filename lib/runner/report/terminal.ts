import type { Colors } from 'picocolors/types';
import { fit, fitPadded, wrap } from '../../topology/fit';
import { plainLine, plainText } from '../../topology/plain-text';
import { formatDuration } from './duration';
import { CHECK_IDS, type Check, type Report } from './report';
import { unproven } from './verdict';

export interface TextOptions {
  /** How wide the terminal is, in cells. */
  readonly columns: number;
  readonly colors: Colors;
}

/** Less wide than this, lines are left to the terminal to break. */
const LEAST_COLUMNS = 40;
const ID_WIDTH = Math.max(...CHECK_IDS.map((id) => id.length));

/**
 * What `up` and `verify` print at their end: a line for each kind of check that passed, all that is known about the others,
 * the addresses with a command to paste, and the counts in the last line.
 */
export function renderTerminal(report: Report, options: TextOptions): string {
  const { colors } = options;
  const { passed, failed, skipped } = report.summary;
  const open = unproven(report);
  const unwell = report.checks.filter(({ status }) => status !== 'passed');
  const blocks = [
    CHECK_IDS.flatMap((id) => passedLine(id, report.checks, options)),
    ...unwell.map((check) => checkBlock(check, options)),
    report.urls
      .map(plainLine)
      .flatMap((url) => [colors.bold(url), ...(/^https?:/.test(url) ? [`  curl ${shellWord(url)}`] : [])]),
    [
      ...(report.ended === undefined ? [] : [colors.yellow(`not through: ${plainLine(report.ended)}`)]),
      ...(open === undefined ? [] : [colors.yellow(`not proven: ${open}`)]),
      colors.bold(
        [
          colored(`${passed} passed`, passed > 0, colors.green),
          colored(`${failed} failed`, failed > 0, colors.red),
          colored(`${skipped} skipped`, skipped > 0, colors.yellow),
        ].join(', '),
      ) + colors.dim(` in ${formatDuration(report.durationMs)}`),
    ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function colored(text: string, really: boolean, color: (text: string) => string): string {
  return really ? color(text) : text;
}

function passedLine(id: Check['id'], checks: readonly Check[], { columns, colors }: TextOptions): string[] {
  const passed = checks.filter((check) => check.id === id && check.status === 'passed');
  const [first] = passed;
  if (first === undefined) return [];
  const text =
    passed.length === 1
      ? `${plainLine(first.subject)}: ${plainLine(first.observed)}`
      : `${passed.length} passed: ${passed
          .slice(0, 20)
          .map(({ subject }) => plainLine(subject))
          .join(', ')}${passed.length > 20 ? ', …' : ''}`;
  const room = Math.max(LEAST_COLUMNS, columns) - ID_WIDTH - 4;
  return [`${colors.green('✓')} ${colors.bold(fitPadded(id, ID_WIDTH))}  ${fitEnd(text, room)}`];
}

function fitEnd(text: string, cells: number): string {
  const [line = ''] = wrap(text, cells - 1);
  return line === text ? text : `${fit(line, cells - 1)}…`;
}

function checkBlock(check: Check, { columns, colors }: TextOptions): string[] {
  const { id, status, unknown, subject, expected, observed, hint, diagnosis = [] } = check;
  const mark = status === 'failed' ? colors.red('✗') : colors.yellow(unknown ? '?' : '-');
  const field = (name: string, lines: readonly string[]) =>
    lines.map((line, i) => `  ${colors.dim(fitPadded(i === 0 ? name : '', 10))}${line}`.trimEnd());
  const prose = (text: string) => wrap(plainLine(text), Math.max(LEAST_COLUMNS, columns) - 12);
  return [
    `${mark} ${colors.bold(fitPadded(id, ID_WIDTH))}  ${plainLine(subject)}`,
    ...(status === 'failed'
      ? [...field('expected', prose(expected)), ...field('observed', prose(observed))]
      : field(unknown ? 'unknown' : 'skipped', prose(observed))),
    // Commands and log lines stay whole, to be pasted and read as they are.
    ...field(
      'known',
      diagnosis.flatMap((line) => plainText(line).split('\n')),
    ),
    ...field('hint', hint === undefined ? [] : plainText(hint).split('\n')),
  ];
}

// Without quotes a shell takes & for the end of the command and ? for a pattern.
function shellWord(text: string): string {
  return /^[\w:/.,@%+=~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

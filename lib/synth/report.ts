import type { Problem } from '../checks/description';
import type { WrittenFile } from '../output/output-folder';
import type { AcceptedProblem, UnusedException } from './checks';

/** What a construct finds wrong with itself, as cdk8s's validations say it. */
export interface Mistake {
  /** The path of the construct. */
  readonly path: string;
  readonly message: string;
}

/** A problem in words: what is wrong, what to do, and the name of the rule. */
export function problemText({ message, fix, rule }: Problem): string {
  return `${message}\n→ ${fix} (${rule})`;
}

/** Everything that is wrong, a paragraph each, after the path of the construct. */
export function failureReport(findings: readonly Mistake[]): string {
  const count = findings.length === 1 ? '1 problem' : `${findings.length} problems`;
  return [`${count}; nothing was written.`, ...findings.map(paragraph)].join('\n\n');
}

/** What a synth wrote, what may go wrong, what was accepted, and what is accepted for nothing. */
export function synthesisReport(
  outdir: string,
  files: readonly WrittenFile[],
  warnings: readonly Problem[],
  accepted: readonly AcceptedProblem[],
  unused: readonly UnusedException[] = [],
): string {
  const sections = [
    fileLines(outdir, files).join('\n'),
    ...warnings.map((problem) => `warning: ${paragraph({ path: problem.path, message: problemText(problem) })}`),
    ...accepted.map(({ problem, reason }) =>
      paragraph({ path: `accepted: ${problem.path}`, message: `${problem.message}\n→ ${reason} (${problem.rule})` }),
    ),
    ...unused.map(({ path, rule }) =>
      paragraph({
        path: `note: ${path}`,
        message: `${rule} is off here and finds nothing.\n→ Remove Checks.of(…).off('${rule}', …).`,
      }),
    ),
  ];
  return sections.join('\n\n');
}

function paragraph({ path, message }: Mistake): string {
  const [first, ...rest] = message.split('\n');
  return [`${path === '' ? 'app' : path}: ${first}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

/** A line for each file, but one for all files of a sized node. */
function fileLines(outdir: string, files: readonly WrittenFile[]): string[] {
  const groups = new Map<string, WrittenFile['change'][]>();
  for (const { path, change } of files) {
    const group = /^kind\/nodes\/[^/]+\//.exec(path)?.[0] ?? path;
    groups.set(group, [...(groups.get(group) ?? []), change]);
  }
  const width = Math.max(0, ...[...groups.keys()].map((group) => group.length));
  return [...groups].map(([group, changes]) => `${outdir}/${group.padEnd(width)}  ${changeText(group, changes)}`);
}

function changeText(group: string, changes: readonly WrittenFile['change'][]): string {
  const kinds = [...new Set(changes)];
  if (!group.endsWith('/')) return kinds.join();
  const count = (kind: WrittenFile['change']) => changes.filter((change) => change === kind).length;
  return kinds.map((kind) => `${count(kind)} ${count(kind) === 1 ? 'file' : 'files'} ${kind}`).join(', ');
}

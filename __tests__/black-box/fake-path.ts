import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a fake program does when its arguments are those: a canned answer, or a line of shell. */
export type Canned =
  | { readonly stdout?: string; readonly stderr?: string; readonly exitCode?: number }
  | { readonly shell: string };

/**
 * A folder of programs that is the whole PATH: POSIX shell scripts with a table of canned answers. Every call is written down;
 * one that the table lacks exits with 99.
 */
export class FakePath {
  private readonly tables = new Map<string, [string, Canned][]>();
  private readonly log: string;

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.log = join(folder, 'log');
  }

  /** @param args the arguments in a line, where `*` stands for anything; what is said last counts */
  answer(program: string, args: string, canned: Canned): void {
    this.tables.set(program, [[args, canned], ...(this.tables.get(program) ?? [])]);
  }

  /** The command lines that were run. */
  calls(): string[] {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').trimEnd().split('\n') : [];
  }

  /** Waits until a command line that matches was run. */
  async called(pattern: RegExp): Promise<void> {
    while (!this.calls().some((line) => pattern.test(line))) await sleep(20);
  }

  write(): void {
    for (const [program, table] of this.tables) {
      const cases = table.map(([args, canned], index) => `${pattern(args)})\n${this.body(`${program}-${index}`, canned)}\n;;`);
      const unknown = `*) printf 'unexpected: ${program} %s\\n' "$*" >&2; printf 'UNEXPECTED ${program} %s\\n' "$*" >> '${this.log}'; exit 99 ;;`;
      const script = [
        '#!/bin/sh',
        `printf '${program} %s\\n' "$*" >> '${this.log}'`,
        'case "$*" in',
        ...cases,
        unknown,
        'esac',
        '',
      ];
      const file = join(this.folder, program);
      writeFileSync(file, script.join('\n'));
      chmodSync(file, 0o755);
    }
  }

  private body(name: string, canned: Canned): string {
    if ('shell' in canned) return canned.shell;
    const { stdout = '', stderr = '', exitCode = 0 } = canned;
    const print = (text: string, stream: string, redirect: string) => {
      if (text === '') return [];
      const file = join(this.folder, `${name}.${stream}`);
      writeFileSync(file, `${text}\n`);
      return [`/bin/cat '${file}'${redirect}`];
    };
    return [...print(stdout, 'out', ''), ...print(stderr, 'err', ' >&2'), `exit ${exitCode}`].join('\n');
  }
}

function pattern(args: string): string {
  return args
    .split('*')
    .map((part) => (part === '' ? '' : `'${part.replaceAll("'", `'\\''`)}'`))
    .join('*');
}

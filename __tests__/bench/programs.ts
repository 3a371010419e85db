import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { must } from '../e2e/harness';

export const ROOT = resolve(__dirname, '..', '..');

type Options = Parameters<typeof must>[2];

/** Milliseconds from the start of a program that has to succeed to its end. */
export async function timed(program: string, args: readonly string[], options: Options = {}): Promise<number> {
  const began = performance.now();
  await must(program, args, options);
  return performance.now() - began;
}

/** The arguments of Node in one of the project's scripts, so that a figure is of the committed command. */
export function nodeArguments(script: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const [program, ...args] = (scripts[script] ?? '').split(' ');
  if (program !== 'node') throw new Error(`package.json: the script ${script} does not start with node`);
  return args;
}

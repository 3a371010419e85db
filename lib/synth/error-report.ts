import * as path from 'node:path';
import { SynthFailed } from './synth-failed';

/**
 * An error of main.ts in words: the mistakes that synth found, or what was thrown and where in the project.
 *
 * @param root the project's folder
 * @param debug with the stack trace
 */
export function errorReport(error: unknown, root: string, debug: boolean): string {
  if (!(error instanceof Error)) return `main.ts threw ${String(error)}`;
  if (debug) return error.stack ?? error.message;
  if (error instanceof SynthFailed) return error.message;
  const name = error.name === 'Error' ? '' : `${error.name}: `;
  const message = error.message.replace(/\nRequire stack:[\s\S]*/, '');
  return `${placeIn(error, root)}${name}${message}\n\nDEBUG=1 npm run synth shows the stack trace.`;
}

/** `main.ts:12: `, with the line deeper in the project where it was thrown; empty where no line of the project is known. */
function placeIn(error: Error, root: string): string {
  const places = [...(error.stack ?? '').matchAll(/^\s+at .*?\(?((?:\/|[A-Z]:)[^()]*?):(\d+):\d+\)?$/gm)]
    .map(([, file = '', line]) => ({ file: path.relative(root, file).split(path.sep).join('/'), line }))
    .filter(({ file }) => !file.startsWith('..') && !file.includes('node_modules/') && !file.startsWith('lib/synth/'));
  const innermost = places[0];
  if (innermost === undefined) return '';
  const main = places.find(({ file }) => file === 'main.ts');
  const from = main === undefined || main === innermost ? '' : `main.ts:${main.line} (thrown at `;
  return `${from}${innermost.file}:${innermost.line}${from === '' ? '' : ')'}: `;
}

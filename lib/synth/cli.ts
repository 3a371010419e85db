import { existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Description } from '../checks/description';
import { expectedPlacement } from '../checks/placement';
import { errorReport } from './error-report';
import { syntheses } from './kind-app';
import { readYamlReadably } from './readable-yaml';
import { synthesisReport } from './report';

const USAGE = `npm run synth [-- --html FILE] [-- --help]

Writes what main.ts describes: dist/*.k8s.yaml, dist/kind/cluster.yaml and dist/kind/nodes/. The environment variable
CDK8S_OUTDIR names another folder than dist, DEBUG shows where an error comes from. --html FILE draws the expected placement as a page.

Exit status: 0 written · 2 main.ts has mistakes, and nothing was written
`;

let failed = false;

function fail(report: string): void {
  failed = true;
  process.stderr.write(`${report.trimEnd()}\n`);
  process.exitCode = 2;
}

interface Arguments {
  readonly html?: string;
}

/** What was asked for; undefined when it was only help, or nothing that there is. */
function readArguments(): Arguments | undefined {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, html: { type: 'string' } } });
    if (values.help) process.stdout.write(USAGE);
    return values.help ? undefined : values;
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
    return undefined;
  }
}

function writePage(description: Description, file: string): void {
  // Loaded only here: every synth would pay for the drawing otherwise.
  const { placementPage } = require('./placement-page') as typeof import('./placement-page');
  try {
    writeFileSync(file, placementPage(description));
  } catch (error) {
    fail(`The page cannot be written to ${file}: ${(error as Error).message}. Name a file in a folder that exists.`);
  }
}

function synth(): void {
  const main = path.resolve('main.ts');
  if (!existsSync(main)) {
    fail(`There is no ${main}. Run npm run synth in the project's folder.`);
    return;
  }
  readYamlReadably();
  require(main);
}

/** What the apps of main.ts did, once it has run, however it ended. */
function report(html: string | undefined): void {
  if (failed || process.exitCode) return;
  if (syntheses.length === 0) {
    fail('main.ts wrote nothing: it has to end with app.synth().');
    return;
  }
  const sections = syntheses.flatMap(({ outdir, files, warnings, accepted, unused, description }) => [
    synthesisReport(outdir, files, warnings, accepted, unused),
    expectedPlacement(description).lines.join('\n'),
  ]);
  const last = syntheses.at(-1);
  if (html !== undefined && last !== undefined) writePage(last.description, html);
  process.stdout.write(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
}

process.once('uncaughtException', (error) => fail(errorReport(error, process.cwd(), process.env.DEBUG !== undefined)));
const wanted = readArguments();
if (wanted !== undefined) {
  // Not `beforeExit`, which a main.ts that calls process.exit passes by.
  process.once('exit', () => report(wanted.html));
  synth();
}

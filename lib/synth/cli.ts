import { existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Description } from '../checks/description';
import { expectedPlacement } from '../checks/placement';
import { errorReport } from './error-report';
import { syntheses } from './kind-app';
import { synthesisReport } from './report';

const USAGE = `npm run synth [-- --html FILE] [-- --help]

Writes what main.ts describes: dist/*.k8s.yaml, dist/kind/cluster.yaml and dist/kind/nodes/. The environment variable
CDK8S_OUTDIR names another folder than dist, DEBUG shows where an error comes from. --html FILE draws the expected placement as a page.

Exit status: 0 written · 2 main.ts has mistakes, and nothing was written
`;

function fail(report: string): void {
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

function synth({ html }: Arguments): void {
  const main = path.resolve('main.ts');
  if (!existsSync(main)) {
    fail(`There is no ${main}. Run npm run synth in the project's folder.`);
    return;
  }
  require(main);
  process.once('beforeExit', () => {
    if (process.exitCode !== undefined) return;
    const synthesis = syntheses.at(-1);
    if (synthesis === undefined) {
      fail('main.ts wrote nothing: it has to end with app.synth().');
      return;
    }
    const { outdir, files, warnings, accepted, description } = synthesis;
    const sections = [synthesisReport(outdir, files, warnings, accepted), expectedPlacement(description).lines.join('\n')];
    if (html !== undefined) writePage(description, html);
    process.stdout.write(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
  });
}

process.once('uncaughtException', (error) => fail(errorReport(error, process.cwd(), process.env.DEBUG !== undefined)));
const wanted = readArguments();
if (wanted !== undefined) synth(wanted);

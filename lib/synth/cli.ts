import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { expectedPlacement } from '../checks/placement';
import { errorReport } from './error-report';
import { syntheses } from './kind-app';
import { synthesisReport } from './report';

const USAGE = `npm run synth [-- --help]

Writes what main.ts describes: dist/*.k8s.yaml, dist/kind/cluster.yaml and dist/kind/nodes/. The environment variable
CDK8S_OUTDIR names another folder than dist, DEBUG shows where an error comes from.

Exit status: 0 written · 2 main.ts has mistakes, and nothing was written
`;

function fail(report: string): void {
  process.stderr.write(`${report.trimEnd()}\n`);
  process.exitCode = 2;
}

/** @returns whether to go on */
function readArguments(): boolean {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help) process.stdout.write(USAGE);
    return !values.help;
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
    return false;
  }
}

function synth(): void {
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
    process.stdout.write(`${sections.filter((section) => section !== '').join('\n\n')}\n`);
  });
}

process.once('uncaughtException', (error) => fail(errorReport(error, process.cwd(), process.env.DEBUG !== undefined)));
if (readArguments()) synth();

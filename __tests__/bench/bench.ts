import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './figure';
import { npmCi } from './npm-ci';
import { ROOT } from './programs';
import { scale } from './scale';
import { synth } from './synth';
import { type Circumstances, type Recorded, table } from './table';
import { up } from './up';
import { verify } from './verify';

/** By the words that choose them. */
const BENCHES: Readonly<Record<string, Bench>> = { synth, scale, up, verify, 'npm-ci': npmCi };

const USAGE = `npm run bench [-- [--runs N] ${Object.keys(BENCHES).join(' ')}]

Measures the figures of README, or only those that are named, and keeps every run in __tests__/bench/results.jsonl, a line each.
--runs N: how often each is run, taking turns with what it is measured against (5)
`;

const RESULTS = join(__dirname, 'results.jsonl');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '5' }, help: { type: 'boolean', short: 'h' } },
  });
  const runs = Number(values.runs);
  const chosen = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const known = chosen.every((name) => Object.hasOwn(BENCHES, name));
  if (values.help || !known || !(Number.isInteger(runs) && runs > 0)) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  for (const name of chosen) {
    process.stderr.write(`${name}, ${runs} runs each …\n`);
    keep(await measure(BENCHES[name] as Bench, runs));
  }
  const text = table(results());
  process.stdout.write(`${text}\n`);
  showInReadme(text);
}

async function measure(bench: Bench, runs: number): Promise<Recorded[]> {
  const before = loadavg()[0] ?? 0;
  const figures = await bench(runs);
  const circumstances: Circumstances = {
    date: new Date().toISOString(),
    machine: `${cpus().length} CPUs (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    load: [before, loadavg()[0] ?? 0],
  };
  return figures.map((figure) => ({ ...figure, ...circumstances }));
}

function results(): Recorded[] {
  if (!existsSync(RESULTS)) return [];
  const lines = readFileSync(RESULTS, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Recorded);
}

/** A figure that is measured anew takes its former place. */
function keep(measured: readonly Recorded[]): void {
  const byName = new Map([...results(), ...measured].map((figure) => [figure.name, figure]));
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
  writeFileSync(RESULTS, [...byName.values()].map((figure) => `${JSON.stringify(figure, rounded)}\n`).join(''));
}

/** Puts the table between the two comments of README that say where it stands. */
function showInReadme(text: string): void {
  const file = join(ROOT, 'README.md');
  const readme = readFileSync(file, 'utf8');
  const shown = readme.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/, (_, begin, end) => `${begin}${text}\n${end}`);
  if (shown !== readme) writeFileSync(file, shown);
}

void main();

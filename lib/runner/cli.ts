import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createColors } from 'picocolors';
import { drawText } from '../topology/text';
import { down } from './commands/down';
import { picture } from './commands/picture';
import { planCommand } from './commands/plan';
import { statusCommand } from './commands/status';
import { stop } from './commands/stop';
import { up } from './commands/up';
import { verifyCommand } from './commands/verify';
import { doctor } from './doctor/doctor';
import type { Output } from './doctor/output';
import { ExitStatus, Interrupted, UserError } from './errors';
import { refuseTakenByNpm } from './npm-options';
import { realPrograms } from './process';
import { createProgress, type Terminal } from './progress';
import type { Report } from './report/report';
import { renderTerminal } from './report/terminal';
import { fromReport } from './report/topology';
import { unproven } from './report/verdict';
import { checkReportTargets, type ReportTargets, writeReports } from './report/write';
import { programVersions, Reporting } from './reporting';
import { withCacheOnPath } from './setup/cache-bin';
import { setup } from './setup/setup';
import type { CommonOptions, Tools } from './tools';

interface Flags {
  readonly dist: string;
  readonly context?: string;
  readonly timeout: number;
  readonly recreate?: boolean;
  readonly json?: string | true;
  readonly junit?: string;
  readonly html?: string;
  readonly watch?: boolean;
}

/** Runs the command that the words name with the real programs, until a signal interrupts it; tells its exit status. */
export async function main(words: readonly string[]): Promise<number> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupt.abort(new Interrupted(signal)));
  // Whoever read it is gone, with his terminal or his pager: what was begun is brought to its end all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.env.PATH = withCacheOnPath(process.env);
  return runCommand(words, makeTools(interrupt.signal));
}

/** Runs the command that the words name, and tells its exit status. What goes wrong is said; nothing is thrown. */
export async function runCommand(words: readonly string[], tools: Tools): Promise<number> {
  let status: number = ExitStatus.ok;
  const program = commands(tools, (result) => {
    status = result;
  });
  try {
    refuseTakenByNpm(
      program.commands.find((command) => command.name() === words[0]),
      words,
    );
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    return explain(tools.signal.aborted ? tools.signal.reason : error, tools);
  }
}

function commands(tools: Tools, finish: (status: number) => void): Command {
  const program = new Command('npm run').exitOverride().showHelpAfterError('--help lists what there is.');
  const add = (name: string, description: string) => {
    const command = program.command(name).description(description).usage('[-- OPTIONS]').exitOverride();
    return command.addOption(new Option('--dist <DIR>', 'the folder of manifests').default('dist'));
  };
  const withCluster = (command: Command) =>
    command.addOption(
      new Option('--context <NAME>', 'a cluster that exists, of any kind: none is created or deleted').argParser(notEmpty),
    );
  const withReports = (command: Command) =>
    command
      .option('--json <FILE>', 'write a JSON report (- is standard output)')
      .option('--junit <FILE>', 'write a JUnit report')
      .option('--html <FILE>', 'write a report to look at in a browser');

  withReports(withCluster(add('up', 'synth, create or reuse the cluster, load images, apply, wait, verify')))
    .addOption(new Option('--timeout <SECONDS>', 'the limit of each wait').default(300).argParser(seconds))
    .option('--recreate', 'consent to delete a cluster that differs and create it again')
    .action(async (flags: Flags, command: Command) => {
      const synth = command.getOptionValueSource('dist') === 'default';
      const options = { ...common(flags), timeoutMs: flags.timeout * 1000, recreate: flags.recreate === true, synth };
      finish(await reported('up', flags, tools, (reporting) => up(options, tools, reporting)));
    });
  withReports(withCluster(add('verify', 'judge the running cluster against dist/; change nothing'))).action(
    async (flags: Flags) => {
      finish(await reported('verify', flags, tools, (reporting) => verifyCommand(common(flags), tools, reporting)));
    },
  );
  withCluster(add('plan', 'say what up would do; change nothing'))
    .option('--json', 'write it as JSON')
    .action(async (flags: Flags, command: Command) => {
      const synth = command.getOptionValueSource('dist') === 'default';
      await planCommand({ ...common(flags), json: flags.json === true, synth }, tools);
    });
  withCluster(add('status', 'nodes with size and live CPU and memory, pods per node, URLs'))
    .option('--watch', 'refresh it until interrupted')
    .action(async (flags: Flags) => statusCommand({ ...common(flags), watch: flags.watch === true }, tools));
  withCluster(add('picture', 'draw the running cluster, the picture of README'))
    .argument('[file]', 'an SVG file', '.github/topology.svg')
    .action(async (file: string, flags: Flags) => picture(file, common(flags), tools));
  add('stop', 'stop the cluster’s nodes and keep them; up starts them again').action(async (flags: Flags) =>
    stop(flags.dist, tools),
  );
  add('down', 'delete the cluster that dist/ declares').action(async (flags: Flags) => down(flags.dist, tools));
  add('doctor', 'what is missing on this machine, each with the command that mends it').action(async (flags: Flags) =>
    finish(await doctor(tools.programs, flags, output(tools))),
  );
  add('setup', 'install what is missing on this machine').action(async (flags: Flags) =>
    finish(await setup(tools.programs, { dist: flags.dist, signal: tools.signal }, output(tools))),
  );
  return program;
}

/** Where setup and doctor write to. */
function output({ print, progress }: Tools): Output {
  return { line: print, error: progress.note };
}

function common({ dist, context }: Flags): CommonOptions {
  return { dist, ...(context !== undefined && { context }) };
}

function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must be the name of a context.');
  return text;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || text.trim() === '')
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return value;
}

/** Runs a command that reports, and writes the reports however it ends. */
async function reported(
  name: Report['command'],
  flags: Flags,
  tools: Tools,
  work: (reporting: Reporting) => Promise<void>,
): Promise<number> {
  const targets: ReportTargets = {
    ...(typeof flags.json === 'string' && { json: flags.json }),
    ...(flags.junit !== undefined && { junit: flags.junit }),
    ...(flags.html !== undefined && { html: flags.html }),
  };
  const wanted = Object.values(targets);
  await checkReportTargets(targets);
  const reporting = new Reporting(name, targets);
  let trouble: unknown;
  await work(reporting).catch((error: unknown) => {
    trouble = error;
  });
  // Also when it went through all the same: what a script would do after it was interrupted as well.
  if (tools.signal.aborted) trouble = tools.signal.reason;
  const ended = trouble instanceof Error ? trouble.message.split('\n')[0] : undefined;
  const versions = !reporting.isWanted ? {} : await programVersions(tools.programs);
  const report = reporting.report(tools.progress, versions, ended);
  const unwritten = await writeReports(report, targets, process.stdout).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (report.checks.length > 0) {
    const options = { columns: tools.columns, colors: tools.colors };
    const topology = name === 'up' ? fromReport(report) : undefined;
    const text = [...(topology === undefined ? [] : [drawText(topology, options)]), renderTerminal(report, options)].join('\n');
    // Standard output belongs to the report that was asked for there.
    if (wanted.includes('-')) tools.progress.note(text);
    else tools.print(text);
  }
  // What ended the command matters more than a report of it that could not be written.
  if (trouble !== undefined && unwritten instanceof Error) tools.progress.note(unwritten.message);
  if ((trouble ?? unwritten) !== undefined) throw trouble ?? unwritten;
  return report.summary.failed > 0 || unproven(report) !== undefined ? ExitStatus.failed : ExitStatus.ok;
}

function makeTools(signal: AbortSignal): Tools {
  const { stdout, stderr } = process;
  const terminal: Terminal = {
    isTTY: stderr.isTTY === true,
    get columns() {
      return stderr.columns || 80; // 0 where a terminal does not know its size, as a serial console.
    },
    write: (text) => stderr.write(text),
  };
  const debug = Boolean(process.env.DEBUG);
  const onCommand = debug ? (line: string, ms: number) => terminal.write(`  ${(ms / 1000).toFixed(2)}s ${line}\n`) : undefined;
  return {
    programs: realPrograms(signal, onCommand),
    progress: createProgress(terminal, createColors(wantsColor(stderr)), () => signal.aborted),
    signal,
    print: (text) => stdout.write(`${text}\n`),
    columns: stdout.columns || 100,
    isTerminal: stdout.isTTY === true,
    colors: createColors(wantsColor(stdout)),
  };
}

// https://no-color.org
function wantsColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Tells an error in the words of its message; a stack trace is for those who ask with DEBUG. */
function explain(error: unknown, { progress, colors }: Tools): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
  if (error instanceof Interrupted) {
    progress.note(`${colors.yellow('!')} ${error.message}`);
    return error.exitStatus;
  }
  if (error instanceof UserError) {
    progress.note(`\n${colors.red('✗')} ${error.message}${error.hint === undefined ? '' : `\n→ ${error.hint}`}`);
    if (process.env.DEBUG && error.cause instanceof Error) progress.note(String(error.cause.stack));
    return error.exitStatus;
  }
  const unexpected = error instanceof Error ? error : new Error(String(error));
  progress.note(`\n${colors.red('✗')} ${process.env.DEBUG ? unexpected.stack : unexpected.message}`);
  if (!process.env.DEBUG) progress.note('→ DEBUG=1 shows where this comes from.');
  return ExitStatus.machine;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
}

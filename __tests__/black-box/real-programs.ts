import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Programs, realPrograms } from '../../lib/runner/process';

// Run in a process of its own, because Jest cannot load execa: it does to real programs what the runner does, and writes what came
// of it as JSON.

const interrupt = new AbortController();
const programs = realPrograms(interrupt.signal);
const folder = mkdtempSync(join(tmpdir(), 'real-programs-'));
const sh = (script: string, options?: Parameters<Programs['run']>[2]) => programs.run('/bin/sh', ['-c', script], options);
/** What it throws, as far as it is looked at. */
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    ({ name, message, exitStatus, timedOutAfterMs }: Record<string, unknown>) => ({ name, message, exitStatus, timedOutAfterMs }),
  );

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function startAndStop() {
  let begun: (pid: number) => void = () => {};
  const pid = new Promise<number>((resolve) => {
    begun = resolve;
  });
  const running = programs.start('/bin/sh', ['-c', 'echo $$; exec /bin/sleep 60'], (line) => begun(Number(line)));
  const id = await pid;
  const before = isAlive(id);
  await running.stop();
  return { before, after: isAlive(id) };
}

/** How a program ends, and whether within five seconds, that leaves its pipes to another which goes on for ten. */
async function held(script: string, options: Parameters<typeof sh>[1]) {
  const began = performance.now();
  const end = await thrown(sh(`/bin/sleep 10 & echo begun; ${script}`, options));
  return { end, soon: performance.now() - began < 5000 };
}

async function main() {
  const lines: string[] = [];
  const locked = join(folder, 'locked');
  writeFileSync(locked, '#!/bin/sh\n');
  chmodSync(locked, 0o644);
  const input = join(folder, 'input');
  writeFileSync(input, 'from a file');
  const seen = {
    output: await sh('echo out; echo err >&2; exit 3', { allowFailure: true }),
    failed: await thrown(sh('echo err >&2; exit 3')),
    killed: await sh('kill -9 $$', { allowFailure: true }),
    late: await thrown(sh('exec /bin/sleep 60', { timeoutMs: 50, allowFailure: true })),
    missing: await thrown(programs.run('no-such-program', [])),
    locked: await thrown(programs.run(locked, [])),
    noInput: await thrown(sh('true', { stdinFile: join(folder, 'nowhere') })),
    noRoom:
      process.platform === 'linux' ? await thrown(sh('echo hung up >&2; echo much', { stdoutFile: '/dev/full' })) : undefined,
    input: (await sh('/bin/cat', { input: 'a text' })).stdout,
    inputFile: (await sh('/bin/cat', { stdinFile: input })).stdout,
    environment: (await sh('echo "$KUBECTL_EXTERNAL_DIFF|$NO_COLOR|$KIND_EXPERIMENTAL_PROVIDER|$OWN"', { env: { OWN: 'own' } }))
      .stdout,
    lines: (await sh('echo one; echo two >&2', { onLine: (line) => lines.push(line) })) && lines.sort(),
    started: await startAndStop(),
    heldWhenLate: await Promise.all([
      held('exec /bin/sleep 60', { timeoutMs: 50 }),
      held('exit 0', { timeoutMs: 200, onLine: () => {} }),
    ]),
  };
  const began = performance.now();
  const cut = thrown(sh('exec /bin/sleep 60'));
  const heldByOther = held('exec /bin/sleep 60', { onLine: () => {} });
  /** Whether a script that says with $begun that it runs comes to its $end. */
  const endsInItsOwnTime = (script: string) => {
    const [begun, end] = ['begun', 'end'].map((name) => join(mkdtempSync(join(folder, 'own-')), name)) as [string, string];
    const ended = thrown(sh(script, { inItsOwnTime: true, env: { begun, end } })).then(() => existsSync(end));
    return { begun, ended };
  };
  const own = [
    endsInItsOwnTime('trap "/bin/sleep 5.3; echo > $end; exit" TERM; echo > $begun; while :; do /bin/sleep 0.05; done'),
    endsInItsOwnTime('(/bin/sleep 2; echo > $end) & echo > $begun; exec /bin/sleep 60'),
  ];
  const gone = programs.start('/bin/sh', ['-c', 'exec /bin/sleep 60'], () => {});
  const [started, cleared, trace] = ['started', 'cleared', 'trace'].map((name) => join(folder, name)) as [string, string, string];
  const child = `until [ -e '${cleared}' ]; do /bin/sleep 0.02; done; echo > '${trace}'`;
  const withChild = thrown(
    sh(`(${child}) > /dev/null 2>&1 & echo > '${started}'; exec /bin/sleep 60`, {
      onInterrupted: async () => writeFileSync(cleared, ''),
    }),
  ).then(() => existsSync(trace));
  while (![started, ...own.map(({ begun }) => begun)].every((file) => existsSync(file))) await sleep(10);
  interrupt.abort(new Error('interrupted'));
  const interrupted = {
    cut: await cut,
    held: await heldByOther,
    gone: (await gone.ended).exitCode,
    inItsOwnTime: await Promise.all(own.map(({ ended }) => ended)),
    childIsWaitedFor: await withChild,
    refused: await thrown(sh('true')),
    clearedUp: (await sh('kill -s 0 -- "-$$" && echo cleared up in a group of its own', { clearingUp: true })).stdout,
    beforeItsTime: performance.now() - began < 30_000,
  };
  process.stdout.write(JSON.stringify({ ...seen, interrupted }));
}

void main();

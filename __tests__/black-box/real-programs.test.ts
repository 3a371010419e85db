import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from './command-line';

jest.setTimeout(60_000);

// biome-ignore lint/suspicious/noExplicitAny: what the process wrote
let seen: Record<string, any>;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'black-box-'));
  const env = { KUBECTL_EXTERNAL_DIFF: 'my-diff', KIND_EXPERIMENTAL_PROVIDER: 'podman' };
  const { stdout, stderr } = await runProcess(join(__dirname, 'real-programs.ts'), [], { folder, path: '/nowhere', env });
  rmSync(folder, { recursive: true });
  if (stderr !== '') throw new Error(stderr);
  seen = JSON.parse(stdout);
});

test('a program’s status and output are what it gave', () => {
  expect(seen.output).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
});

test('another status than 0 is an error with the command and its words, unless it is allowed', () => {
  expect(seen.failed).toMatchObject({ name: 'ProgramFailed', message: "/bin/sh -c 'echo err >&2; exit 3' exited with 3\nerr" });
});

test('a program that is killed has not succeeded', () => {
  expect(seen.killed.exitCode).toBe(128);
});

test('a program that takes too long is ended, and is an error also where failure is allowed', () => {
  expect(seen.late).toMatchObject({
    name: 'ProgramFailed',
    timedOutAfterMs: 50,
    message: expect.stringContaining('did not end within 0.05 s'),
  });
});

test('a program that is missing, or may not be executed, is the user’s to mend', () => {
  expect(seen.missing).toMatchObject({ name: 'UserError', exitStatus: 3, message: 'no-such-program is not on the PATH.' });
  expect(seen.locked).toMatchObject({
    name: 'UserError',
    exitStatus: 3,
    message: expect.stringMatching(/locked cannot be executed: permission denied/),
  });
});

test('a missing file for its input is not taken for a missing program', () => {
  expect(seen.noInput).toMatchObject({ name: 'ProgramFailed', message: expect.stringContaining('no such file or directory') });
});

(process.platform === 'linux' ? test : test.skip)(
  'output that does not fit on the disk is a failure, although the program succeeded',
  () => {
    expect(seen.noRoom).toMatchObject({ name: 'ProgramFailed', message: expect.stringContaining('no space left on device') });
  },
);

test('its input is a text or a file', () => {
  expect(seen.input).toBe('a text');
  expect(seen.inputFile).toBe('from a file');
});

test('what it writes has no colours, kubectl diff is not another program, and kind uses Docker', () => {
  expect(seen.environment).toBe('|1|docker|own');
});

test('its lines are handed over as they come', () => {
  expect(seen.lines).toEqual(['one', 'two']);
});

test('a program that goes on is ended when it is stopped', () => {
  expect(seen.started).toEqual({ before: true, after: false });
});

test('a program that was ended by its limit is not waited for because another holds its pipes, nor one that had ended by then', () => {
  const end = { name: 'ProgramFailed', message: expect.stringMatching(/did not end within [\d.]+ s\nbegun$/) };
  expect(seen.heldWhenLate).toMatchObject([
    { soon: true, end: { ...end, timedOutAfterMs: 50 } },
    { soon: true, end: { ...end, timedOutAfterMs: 200 } },
  ]);
});

test('nor one that an interrupt ended', () => {
  expect(seen.interrupted.held).toMatchObject({ soon: true, end: { name: 'Error', message: 'interrupted' } });
});

test('what an interrupted program had started is waited for, after clearing up', () => {
  expect(seen.interrupted.childIsWaitedFor).toBe(true);
});

test('a package manager ends in its own time, and so does what it started', () => {
  expect(seen.interrupted.inItsOwnTime).toEqual([true, true]);
});

test('an interrupt ends what runs and refuses what comes, but for what clears up, which no Ctrl-C reaches', () => {
  expect(seen.interrupted).toMatchObject({
    cut: { name: 'Error', message: 'interrupted' },
    gone: 128,
    refused: { name: 'Error', message: 'interrupted' },
    clearedUp: 'cleared up in a group of its own',
    beforeItsTime: true,
  });
});

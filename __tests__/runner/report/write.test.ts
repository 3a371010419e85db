import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReportTargets, type Output, writeReports } from '../../../lib/runner/report/write';
import { allWell } from './samples';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function output(): Output & { text: string } {
  return {
    text: '',
    write(text, done) {
      this.text += text;
      done();
    },
  };
}

test('all formats are written at once, one of them to standard output, and nothing else is left in the folder', async () => {
  const stdout = output();
  await writeReports(allWell, { json: join(folder, 'r.json'), junit: '-', html: join(folder, 'r.html') }, stdout);
  expect(readdirSync(folder).sort()).toEqual(['r.html', 'r.json']);
  expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))).toEqual(allWell);
  expect(readFileSync(join(folder, 'r.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/);
  expect(stdout.text).toMatch(/^<\?xml/);
});

test('a link stays a link, and the file behind it is replaced', async () => {
  writeFileSync(join(folder, 'real.json'), 'old');
  symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
  await writeReports(allWell, { json: join(folder, 'link.json') }, output());
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toContain('"version": 1');
  expect(
    readdirSync(folder, { withFileTypes: true })
      .find(({ name }) => name === 'link.json')
      ?.isSymbolicLink(),
  ).toBe(true);
});

test('the reports after one that cannot be written are written all the same', async () => {
  const writing = writeReports(allWell, { json: join(folder, 'no/r.json'), html: join(folder, 'r.html') }, output());
  await expect(writing).rejects.toMatchObject({ exitStatus: 3, message: expect.stringContaining(join(folder, 'no')) });
  expect(readdirSync(folder)).toEqual(['r.html']);
});

test('a standard output that is closed is an error with a name', async () => {
  const closed: Output = { write: (_text, done) => done(new Error('EPIPE')) };
  await expect(writeReports(allWell, { json: '-' }, closed)).rejects.toMatchObject({ exitStatus: 3 });
});

test.each([
  ['two reports on standard output', () => ({ json: '-', html: '-' }), 2, /--json and --html both write to standard output/],
  ['two reports in one file', () => ({ json: join(folder, 'r'), junit: `${folder}/./r` }), 2, /--json and --junit both write to/],
  ['a folder that does not exist', () => ({ html: join(folder, 'no', 'r.html') }), 3, /there is no folder .*no/],
  ['a folder in place of a file', () => ({ html: folder }), 3, /it is a folder/],
])('%s is refused before the run', async (_name, targets, exitStatus, message) => {
  await expect(checkReportTargets(targets())).rejects.toMatchObject({ exitStatus, message: expect.stringMatching(message) });
});

test('files that can be written, new and old, and no reports at all are accepted without a trace', async () => {
  writeFileSync(join(folder, 'old.json'), 'old');
  await checkReportTargets({ json: join(folder, 'old.json'), junit: join(folder, 'new.xml'), html: '-' });
  await checkReportTargets({});
  expect(readdirSync(folder)).toEqual(['old.json']);
});

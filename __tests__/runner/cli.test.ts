import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox } from './commands/sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

const COMMANDS = ['up', 'verify', 'plan', 'status', 'picture', 'stop', 'down', 'doctor', 'setup'];

test.each(COMMANDS)('%s --help says how it is used: exit 0', async (command) => {
  const { status, out } = await s.runWords(command, '--help');
  expect(out).toMatch(new RegExp(`^Usage: npm run ${command} \\[-- OPTIONS\\]`));
  expect(out).toMatch(/--dist <DIR>/);
  expect(status).toBe(0);
  expect(s.world.calls).toEqual([]);
});

test.each<[string, string[], RegExp]>([
  ['an unknown command', ['upp'], /unknown command 'upp'/],
  ['no command', [], /Usage: npm run/],
  ['an unknown option', ['up', '--recrate'], /unknown option '--recrate'.*\n.*--recreate/],
  ['an option of another command', ['verify', '--recreate'], /unknown option '--recreate'/],
  ['a word too many', ['verify', 'dist'], /too many arguments/],
  [
    'a time-out that is no number',
    ['up', '--timeout', 'abc'],
    /argument 'abc' is invalid. It must be a number of seconds above 0/,
  ],
  ['a time-out of nothing', ['up', '--timeout', '0'], /argument '0' is invalid/],
  ['a time-out that is empty', ['up', '--timeout', ''], /argument '' is invalid/],
  ['a report without a file', ['verify', '--json'], /argument missing/],
  ['two reports in one place', ['verify', '--json', '-', '--junit', '-'], /--json and --junit both write to standard output/],
])('%s is wrong usage: exit 2', async (_, words, says) => {
  const { status, err } = await s.runWords(...words);
  expect(err).toMatch(says);
  expect(status).toBe(2);
  expect(s.world.calls).toEqual([]);
});

test('options before the --, which npm keeps, are wrong usage, with what to type: exit 2', async () => {
  process.env.npm_config_html = 'true';
  process.env.npm_config_recreate = 'true';
  const { status, err } = await s.run('up', 'report.html');
  expect(err).toMatch(/npm took --html and --recreate for itself.*\n→ npm run up -- --html <FILE> --recreate/);
  expect(status).toBe(2);
  expect(s.world.calls).toEqual([]);
});

test('what an .npmrc says, or stands after the -- as well, is not taken for such an option', async () => {
  for (const name of ['timeout', 'recreate']) process.env[`npm_config_${name}`] = 'true';
  expect((await s.run('up', '--recreate')).status).toBe(0);
});

test.each(COMMANDS.slice(0, 7))('%s of YAML that is broken names the file and the line: exit 2', async (command) => {
  writeFileSync(join(s.dist, 'app.k8s.yaml'), 'kind: Deployment\nmetadata: [\n');
  const { status, err } = await s.run(command);
  expect(err).toMatch(/✗ \S+app\.k8s\.yaml:\d+:\d+ is not YAML: /);
  expect(status).toBe(2);
  expect(s.world.ran(/^(?!docker stats)/)).toEqual([]);
});

describe('an error that nobody foresaw', () => {
  const fail = () => {
    s.world.when(/^docker ps/, () => {
      throw new RangeError('impossible');
    });
    return s.run('status');
  };
  // The fakes call it unknown, and so it is.
  beforeEach(() => jest.spyOn(s.world.unknown, 'push').mockReturnValue(0));

  test('is said without a stack trace: exit 3', async () => {
    const { status, err } = await fail();
    expect(err).toBe('\n✗ impossible\n→ DEBUG=1 shows where this comes from.\n');
    expect(status).toBe(3);
  });

  test('shows where it comes from with DEBUG', async () => {
    process.env.DEBUG = '1';
    expect((await fail()).err).toMatch(/RangeError: impossible\n +at /);
  });
});

test('doctor says what it found of this machine for the declared cluster', async () => {
  const { status, out } = await s.run('doctor');
  expect(out).toMatch(/✓ Docker: 27\.3\.1/);
  expect(out).toMatch(/✓ host port 30080: free/);
  expect(status).toBe(0);
});

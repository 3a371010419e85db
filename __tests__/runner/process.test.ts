import { commandLine, ProgramFailed } from '../../lib/runner/process';

test.each([
  ['plain words', ['get', '--raw', '/api/v1/nodes', 'a=b', 'x:1,y'], 'kubectl get --raw /api/v1/nodes a=b x:1,y'],
  ['a space', ['two words'], "kubectl 'two words'"],
  [
    'what a shell would take for its own',
    ['$(rm -rf /)', '*', 'a;b', '?limit=1&b'],
    "kubectl '$(rm -rf /)' '*' 'a;b' '?limit=1&b'",
  ],
  ['a quote', ["it's"], "kubectl 'it'\\''s'"],
  ['nothing', [''], "kubectl ''"],
])('a command is shown as one could paste it: %s', (_, args, line) => {
  expect(commandLine('kubectl', args)).toBe(line);
});

test('a program that failed is named with its command, how it ended, and what it wrote', () => {
  const result = { exitCode: 2, stdout: 'out\n', stderr: 'err\n' };
  expect(new ProgramFailed('kind', ['version'], result).message).toBe('kind version exited with 2\nerr\nout');
  expect(new ProgramFailed('kind', ['version'], { ...result, stdout: '' }, 1500).message).toBe(
    'kind version did not end within 1.5 s\nerr',
  );
});

import type { Programs, RunOptions } from '../../../lib/runner/process';
import { perform } from '../../../lib/runner/setup/perform';
import type { SetupStep } from '../../../lib/runner/setup/plan';

test.each<SetupStep>([
  { do: 'run', title: 'install curl', program: 'apt-get', args: ['install', 'curl'] },
  { do: 'testbed', title: 'build the images' },
  { do: 'start-docker', title: 'start Docker' },
])('$title is never killed by force', async (step) => {
  const ran: RunOptions[] = [];
  const programs: Programs = {
    async run(_, __, options = {}) {
      ran.push(options);
      return { exitCode: 0, stdout: '', stderr: '' };
    },
    start() {
      throw new Error('Nothing here goes on.');
    },
  };
  await perform(programs, step, { line: () => {}, error: () => {} });
  expect(ran).toMatchObject([{ inItsOwnTime: true }]);
});

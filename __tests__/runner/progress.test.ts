import { createColors } from 'picocolors';
import { createProgress } from '../../lib/runner/progress';

function written(isTTY: boolean, interrupted = false) {
  let text = '';
  const progress = createProgress(
    {
      isTTY,
      columns: 40,
      write: (more) => {
        text += more;
      },
    },
    createColors(false),
    () => interrupted,
  );
  return { progress, text: () => text };
}

test('a step is one plain line with its time where there is no terminal', async () => {
  const { progress, text } = written(false);
  await progress.step(
    'apply dist',
    async () => 2,
    (n) => `${n} objects unchanged`,
  );
  expect(text()).toMatch(/^✓ apply dist \d\.\ds {2}2 objects unchanged\n$/);
});

test('a wait says what it waits for', async () => {
  const { progress, text } = written(false);
  await progress.step('rollouts', async (say) => say('2 of 3 pods ready'));
  expect(text()).toMatch(/^ {2}rollouts: 2 of 3 pods ready\n✓ rollouts/);
});

test('a step that fails shows what it waited for last', async () => {
  const { progress, text } = written(false);
  const step = progress.step('nodes ready', async (say) => {
    say('kind-worker: NotReady');
    throw new Error('late');
  });
  await expect(step).rejects.toThrow('late');
  expect(text()).toMatch(/✗ nodes ready \d\.\ds {2}kind-worker: NotReady\n$/);
  expect(progress.steps).toMatchObject([{ title: 'nodes ready', status: 'failed' }]);
});

test('an interrupted step is told apart from a failed one', async () => {
  const { progress } = written(false, true);
  await expect(
    progress.step('apply', async () => {
      throw new Error('SIGINT');
    }),
  ).rejects.toThrow();
  expect(progress.steps[0]?.status).toBe('interrupted');
});

test('a live line never grows beyond the terminal and is gone at the end', async () => {
  const { progress, text } = written(true);
  await progress.step('rollouts', async (say) => {
    say('x'.repeat(200));
    await new Promise((resolve) => setTimeout(resolve, 120));
  });
  const frames = text().split('\r\u001b[2K');
  expect(Math.max(...frames.map((frame) => frame.replace(/\n$/, '').length))).toBeLessThanOrEqual(40);
  expect(frames.at(-1)).toMatch(/^✓ rollouts/);
});

test('a line that stays does not begin in the live one', async () => {
  const { progress, text } = written(true);
  await progress.step('create', async () => progress.note('interrupted'));
  expect(text().split('\r\u001b[2K').slice(1, 3)).toEqual(['⠙ create 0s', 'interrupted\n']);
});

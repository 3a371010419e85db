import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox } from './sandbox';

let s: Sandbox;
beforeEach(() => {
  s = new Sandbox();
});
afterEach(() => s.end());

describe('an interrupt', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s during the creation deletes what it made, and exits with %s', async (signal, exitStatus) => {
    s.world.when(/^kind create/, () => setImmediate(() => s.interrupt(signal)));
    const { status, err } = await s.run('up');
    expect(status).toBe(exitStatus);
    const told = 'Interrupted: what was made of the cluster kind is being removed. Another Ctrl-C does not hasten it.';
    expect(err).toMatch(`\n${told}\n! create cluster`);
    expect(err).toMatch(`Nothing of the cluster kind is left.\n! interrupted by ${signal}\n`);
    expect(s.world.ran(/^kind (delete|export)/)).toEqual(['kind delete cluster --name kind']);
    expect(s.world.machine.containers).toEqual([]);
    expect(readdirSync(s.cache)).toEqual([]);
  });

  test('when all is judged, and only the use of the nodes is still measured: the checks are shown, exit 130', async () => {
    await s.running();
    s.world.when(/^docker stats/, async () => {
      while (s.world.ran(/^curl .*30080/).length === 0) await new Promise(setImmediate);
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      s.interrupt();
    });
    const { status, out, err } = await s.run('up');
    expect(out).toMatch(/\d+ passed, 0 failed/);
    expect(err).toMatch(/! interrupted by SIGINT\n$/);
    expect(status).toBe(130);
  });

  test('during the creation deletes a second time only what came later', async () => {
    s.world.when(/^kind delete/, {}, 1);
    s.world.when(/^kind create/, () => setImmediate(() => s.interrupt()));
    const { err } = await s.run('up');
    expect(s.world.ran(/^kind delete/)).toHaveLength(2);
    expect(s.world.machine.containers).toEqual([]);
    expect(err).toMatch(/Nothing of the cluster kind is left/);
  });

  test('of a kind that hangs', async () => {
    s.world.when(/^kind create/, 'hangs');
    s.world.when(/^kind create/, () => setImmediate(() => s.interrupt()), 1);
    expect((await s.run('up')).status).toBe(130);
  });

  /** Interrupts a command at its nth program, and gives the number of programs that it would have run. */
  async function interruptAt(n: number): Promise<number> {
    s.world.calls.length = 0;
    s.world.when(/./, () => {
      if (s.world.calls.length === n) s.interrupt();
    });
    const { status } = await s.run('up');
    const ran = s.world.calls.length;
    s.world.mend();
    expect(status).toBe(ran >= n ? 130 : 0);
    return ran;
  }

  test.each([
    ['creates', 8],
    ['finds', 3],
  ])('at any program of an up that %s the cluster is survived: the next up ends well', async (how, step) => {
    for (let n = 1; ; n += step) {
      if (how === 'creates') s.world.machine.remove([...s.world.machine.containers]);
      const ran = await interruptAt(n);
      expect(existsSync(join(s.cache, 'kind.lock'))).toBe(false);
      expect(existsSync(join(s.cache, 'kind.creating'))).toBe(false);
      if (how === 'finds') expect((await s.run('up')).status).toBe(0);
      if (ran < n) break;
    }
    expect((await s.run('up')).status).toBe(0);
    expect((await s.run('plan')).out).toMatch(/Nothing to do/);
  });
});

import { Random } from '../../random';
import { must, run, type TestCluster } from '../harness';
import { Traces } from './left-behind';
import { type Interrupt, Started } from './started';

const ROUNDS = Number(process.env.E2E_INTERRUPTS ?? 3);
const SEED = Number(process.env.E2E_SEED ?? 7);
/** About as long as it takes here; a round whose up had ended by then is one as well. */
const FROM_NOTHING_S = 40;
const WHEN_ALL_IS_THERE_S = 4;

interface Round {
  readonly round: number;
  readonly how: Interrupt;
  readonly afterS: string;
}

function rounds(count: number, withinS: number, random: Random): Round[] {
  return Array.from({ length: count }, (_, index) => ({
    round: index + 1,
    how: random.pick<Interrupt>(['Ctrl-C', 'kill -INT']),
    afterS: (random.next() * withinS).toFixed(2),
  }));
}

/** One in four begins from nothing, and at least one. */
export function interrupts(cluster: TestCluster): void {
  const fromNothing = Math.ceil(ROUNDS / 4);
  const random = new Random(SEED);

  /** An up that is interrupted, and what it left behind. */
  const interrupted = async ({ how, afterS }: Round) => {
    const traces = new Traces(cluster);
    const up = new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig, ...traces.env });
    const timer = setTimeout(() => up.interrupt(how), Number(afterS) * 1000);
    const ended = await up.ended;
    clearTimeout(timer);
    console.info(`${how} after ${afterS} s: exit ${ended.status} after ${ended.seconds.toFixed(2)} s; ${lastLine(ended.all)}`);
    expect([0, 130]).toContain(ended.status);
    expect(await traces.leftBehind()).toEqual([]);
    return ended;
  };
  const endsWell = async () => {
    const traces = new Traces(cluster);
    const up = await cluster.npm('up', [], traces.env);
    if (up.status !== 0) throw new Error(`up after an interrupt exited with ${up.status}:\n${up.all}`);
    expect(await traces.leftBehind()).toEqual([]);
    expect(await must('curl', ['--silent', 'http://localhost:30480'])).toContain('Welcome to nginx');
  };

  test.each(rounds(fromNothing, FROM_NOTHING_S, random))(
    `round $round of ${fromNothing} from nothing: $how after $afterS s leaves nothing behind, and the next up ends with 0`,
    async (round) => {
      await run('kind', ['delete', 'cluster', '--name', cluster.name], { env: { KUBECONFIG: cluster.kubeconfig } });
      await interrupted(round);
      await endsWell();
    },
  );

  test.each(rounds(ROUNDS - fromNothing, WHEN_ALL_IS_THERE_S, random))(
    `round $round of ${ROUNDS - fromNothing} when all is there: $how after $afterS s leaves nothing behind, and the next up ends with 0`,
    async (round) => {
      await interrupted(round);
      await endsWell();
    },
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

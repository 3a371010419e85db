import { Random } from '../../random';
import { must, run, type TestCluster } from '../harness';
import { Traces } from './left-behind';
import { type Interrupt, Started } from './started';

const ROUNDS = Number(process.env.E2E_INTERRUPTS ?? 3);
const SEED = Number(process.env.E2E_SEED ?? 7);
interface Round {
  readonly round: number;
  readonly how: Interrupt;
  /** How far the up is then, by the time that it takes without. */
  readonly percent: number;
}

function rounds(count: number, random: Random): Round[] {
  return Array.from({ length: count }, (_, index) => ({
    round: index + 1,
    how: random.pick<Interrupt>(['Ctrl-C', 'kill -INT']),
    percent: Math.floor(random.next() * 100),
  }));
}

/** One in five begins from nothing, and at least one. */
export function interrupts(cluster: TestCluster): void {
  const fromNothing = Math.ceil(ROUNDS / 5);
  const random = new Random(SEED);
  // What an up from nothing takes here, about; a round whose up had ended by then is one as well.
  let fromNothingS = 50;
  let endedWell = 0;
  afterAll(() => console.info(`${endedWell} of ${ROUNDS} interrupted ups ended well; the seed of their moments: ${SEED}`));

  /** An up that is interrupted, and what it left behind. @returns whether it had not ended by then */
  const interrupted = async ({ how, percent }: Round, takesS: number) => {
    const afterS = (takesS * percent) / 100;
    const traces = new Traces(cluster);
    const up = new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig, ...traces.env });
    const timer = setTimeout(() => up.interrupt(how), afterS * 1000);
    const ended = await up.ended;
    clearTimeout(timer);
    console.info(
      `${how} after ${afterS.toFixed(2)} s: exit ${ended.status} after ${ended.seconds.toFixed(2)} s; ${lastLine(ended.all)}`,
    );
    expect([0, 130]).toContain(ended.status);
    expect(await traces.leftBehind()).toEqual([]);
    return ended.status === 130;
  };
  const endsWell = async () => {
    const traces = new Traces(cluster);
    const up = await cluster.npm('up', [], traces.env);
    if (up.status !== 0) throw new Error(`up after an interrupt exited with ${up.status}:\n${up.all}`);
    expect(await traces.leftBehind()).toEqual([]);
    expect(await must('curl', ['--silent', 'http://localhost:30480'])).toContain('Welcome to nginx');
    return up.seconds;
  };

  test.each(rounds(fromNothing, random))(
    `round $round of ${fromNothing} from nothing: $how at $percent % leaves nothing behind, and the next up ends with 0`,
    async (round) => {
      await run('kind', ['delete', 'cluster', '--name', cluster.name], { env: { KUBECONFIG: cluster.kubeconfig } });
      await interrupted(round, fromNothingS);
      fromNothingS = Math.max(fromNothingS, await endsWell());
      endedWell++;
    },
  );

  describe('when all is there', () => {
    let takesS = 0;
    beforeAll(async () => {
      await endsWell();
      takesS = (await new Started('up', ['--dist', cluster.dist], { KUBECONFIG: cluster.kubeconfig }).ended).seconds;
    });

    test.each(rounds(ROUNDS - fromNothing, random))(
      `round $round of ${ROUNDS - fromNothing}: $how at $percent % leaves nothing behind, and the next up ends with 0`,
      async (round) => {
        // One that was quicker than the one before is no interrupted one.
        for (let s = takesS; !(await interrupted(round, s)); ) s *= 0.8;
        await endsWell();
        endedWell++;
      },
    );
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

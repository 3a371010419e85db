/** Raw runs of two things that took turns, so that both saw the same machine. */
export interface Runs {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** A ratio of medians that is to stay below a goal. */
export interface Figure extends Runs {
  readonly name: string;
  readonly against: string;
  readonly goal: number;
  readonly unit: 'ms' | 'MB';
}

/** What measures figures; they may share what is costly to prepare. */
export type Bench = (runs: number) => Promise<Figure[]>;

/** Takes turns, after one turn that is not counted. Each gives its own measure. */
export async function alternate(
  runs: number,
  ours: () => number | Promise<number>,
  theirs: () => number | Promise<number>,
): Promise<Runs> {
  const measured = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = 0; turn <= runs; turn++) {
    const pair = [await ours(), await theirs()] as const;
    if (turn === 0) continue;
    measured.ours.push(pair[0]);
    measured.theirs.push(pair[1]);
  }
  return measured;
}

export function ratioOf({ ours, theirs }: Runs): number {
  return median(ours) / median(theirs);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

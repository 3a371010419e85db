import { type Figure, median, ratioOf } from './figure';

/** The machine and the moment that figures are of. */
export interface Circumstances {
  /** RFC 3339. */
  readonly date: string;
  /** For example `2 CPUs (AMD EPYC), 24 GiB`. */
  readonly machine: string;
  readonly node: string;
  /** Processes that wanted a CPU, over the last minute before and after: more than ours means that the figures are of no use. */
  readonly load: readonly [before: number, after: number];
}

export type Recorded = Figure & Circumstances;

/** The figures as a table of Markdown, the way README shows them. */
export function table(figures: readonly Recorded[]): string {
  const rows = figures.map((figure) => {
    const { name, against, goal, unit, ours, theirs } = figure;
    const ratio = ratioOf(figure);
    const wanted = `≤ ${goal}${ratio <= goal ? '' : ' (missed)'}`;
    return [name, against, `**${ratio.toFixed(2)}**`, wanted, amount(ours, unit), amount(theirs, unit)];
  });
  const lines = [['figure', 'against', 'ratio', 'goal', 'median', 'its median'], Array(6).fill('---'), ...rows];
  const circumstances = new Set(
    figures
      .filter(({ unit }) => unit === 'ms')
      .map(({ date, machine, node, ours }) => `${date.slice(0, 10)}, ${machine}, Node ${node}, ${ours.length} runs each`),
  );
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\nMedians of runs that took turns. ${[...circumstances].join('; ')}.`;
}

function amount(values: readonly number[], unit: Figure['unit']): string {
  const value = median(values);
  if (unit === 'ms' && value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

import { plural } from './amount';
import { fit, wrap } from './fit';
import { type Markup, markup } from './markup';
import { bar, label, labelWidth, type Part, podSquare } from './svg-shapes';
import { type PodHealth, shownPods, type Topology, type TopologyAmount } from './topology';

/** So many problems are told under the picture; the others are counted. */
const MOST_PROBLEMS = 8;
const LINE = 17;

/** What is broken, in words. */
export function drawProblems(problems: readonly string[], x: number, top: number, width: number): Part {
  const lines: Markup[] = [];
  let y = top;
  for (const problem of problems.slice(0, MOST_PROBLEMS)) {
    lines.push(label(x, y + 13, '✗', { colour: 'broken', bold: true }));
    for (const line of fewLines(problem, Math.floor((width - 16) / 7.44))) {
      lines.push(label(x + 16, y + 13, line, { colour: 'broken' }));
      y += LINE;
    }
    y += 3;
  }
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) {
    lines.push(label(x + 16, y + 13, `and ${plural(more, 'more problem')}`, { colour: 'broken' }));
    y += LINE;
  }
  return { height: y - top, markup: markup`${lines}` };
}

function fewLines(text: string, cells: number): string[] {
  const lines = wrap(text, cells).map((line) => fit(line, cells));
  return lines.length <= 3 ? lines : [...lines.slice(0, 2), `${fit(lines[2] ?? '', cells - 2)} …`];
}

const HEALTH: Readonly<Record<PodHealth, string>> = {
  good: 'pod, ready',
  suspect: 'pod of a failed check',
  broken: 'pod, not ready',
  idle: 'pod, ended or expected',
};

interface Entry {
  readonly text: string;
  /** Of the swatch before the text. */
  readonly width: number;
  readonly draw: (x: number, y: number) => Markup;
}

/** What the shapes and colours mean, of those that the picture has. */
export function drawLegend(topology: Topology, crowded: boolean, x: number, top: number, width: number): Part {
  const pods = [...topology.nodes.flatMap(shownPods), ...topology.unscheduled];
  const amounts = topology.nodes.flatMap(({ cpu, memory }) => [cpu, memory]).filter((amount) => amount !== undefined);
  const entries: Entry[] = (Object.keys(HEALTH) as PodHealth[])
    .filter((health) => pods.some((pod) => pod.health === health))
    .map((health) => ({ text: HEALTH[health], width: 10, draw: (ex, ey) => podSquare(ex, ey, 10, health) }));
  const swatch = (amount: TopologyAmount) => (ex: number, ey: number) => bar(ex, ey + 1, 18, 8, amount);
  if (amounts.some(({ requested }) => requested !== undefined)) {
    entries.push({ text: 'requested, of the size', width: 18, draw: swatch({ size: 3, requested: 2 }) });
  }
  if (amounts.some(({ used }) => used !== undefined)) {
    entries.push({ text: 'used now', width: 18, draw: swatch({ size: 3, used: 2 }) });
  }
  if (crowded && amounts.length > 0) entries.push({ text: 'upper bar CPU, lower bar memory', width: 0, draw: () => markup`` });
  let atX = x;
  let y = top;
  const drawn = entries.map(({ text, width: swatchWidth, draw }) => {
    const textX = swatchWidth === 0 ? 0 : swatchWidth + 6;
    const whole = textX + labelWidth(text, { size: 11 }) + 20;
    if (atX > x && atX + whole > x + width) {
      atX = x;
      y += 20;
    }
    const entry = markup`${draw(atX, y + 4)}${label(atX + textX, y + 13, text, { size: 11, colour: 'muted' })}`;
    atX += whole;
    return entry;
  });
  return { height: entries.length === 0 ? 0 : y - top + 18, markup: markup`${drawn}` };
}

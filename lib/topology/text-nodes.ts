import stringWidth = require('string-width');

import { share, shortCpu, shortMemory } from './amount';
import { fit, fitPadded } from './fit';
import { plainLine } from './plain-text';
import type { TextOptions } from './text';
import type { TopologyAmount, TopologyNode, TopologyPod } from './topology';

interface Column {
  readonly header: string;
  readonly width: number;
  readonly cell: (node: TopologyNode) => string;
  /** Colours the padded cell. @default as it is */
  readonly paint?: (cell: string, node: TopologyNode) => string;
}

const GAP = 2;
const MOST_NAME = 32;
const BAR = { least: 6, most: 16 };
/** With less room than this the pods of a node stand on a line of their own. */
const LEAST_PODS = 20;

/** A table with a line for each node, and a line for each pod that is broken. */
export function nodeLines(nodes: readonly TopologyNode[], options: TextOptions): string[] {
  if (nodes.length === 0) return [];
  const { columns, colors } = options;
  const fixed = fixedColumns(nodes, options);
  const room = columns - fixed.reduce((sum, { width }) => sum + width + GAP, 0);
  if (room < -GAP) return nodes.flatMap((node) => [...stacked(node, options), ...brokenLines(node, options)]);

  const podsWidth = widest(nodes, 'PODS', podGroups, 40);
  const beside = room >= Math.min(LEAST_PODS, podsWidth);
  const barWidth = Math.min(BAR.most, Math.floor((room - podsWidth) / 2) - GAP);
  const bars = beside && barWidth >= BAR.least && nodes.some(({ cpu, memory }) => cpu !== undefined || memory !== undefined);
  const bar = (amount: (node: TopologyNode) => TopologyAmount | undefined): Column => ({
    header: '',
    width: barWidth,
    cell: (node) => drawBar(amount(node), barWidth),
    paint: colors.cyan,
  });
  const table = fixed.flatMap((column) => {
    if (!bars || column.header !== 'USED') return [column];
    return [column, bar(column === fixed.at(-1) ? ({ memory }) => memory : ({ cpu }) => cpu)];
  });
  if (beside) {
    const left = columns - table.reduce((sum, { width }) => sum + width + GAP, 0);
    table.push({ header: 'PODS', width: left, cell: podGroups });
  }
  const line = (cell: (column: Column) => string) => table.map(cell).join(' '.repeat(GAP)).trimEnd();
  return [
    colors.dim(line(({ header, width }) => fitPadded(header, width)).trimEnd()),
    ...nodes.flatMap((node) => [
      line(({ width, cell, paint = (text) => text }) => paint(fitPadded(cell(node), width), node)),
      ...(beside || node.pods.length === 0 ? [] : [`  ${fit(podGroups(node), columns - 2)}`]),
      ...brokenLines(node, options),
    ]),
    colors.dim(fit(bars ? 'requested/size: █ used  ▒ requested  ░ free' : 'CPU and MEMORY: requested/size', columns)),
  ];
}

function fixedColumns(nodes: readonly TopologyNode[], { colors }: TextOptions): Column[] {
  const column = (header: string, cell: Column['cell'], paint?: Column['paint']): Column => ({
    header,
    width: widest(nodes, header, cell, MOST_NAME),
    cell,
    ...(paint && { paint }),
  });
  return [
    column(
      'NODE',
      ({ name }) => plainLine(name),
      (text, { broken }) => (broken ? colors.red(text) : colors.bold(text)),
    ),
    column(
      'STATE',
      ({ state = '' }) => plainLine(state),
      (text, { broken }) => (broken ? colors.red(text) : colors.green(text)),
    ),
    column('CPU', ({ cpu }) => requestedOf(cpu, shortCpu)),
    column('USED', ({ cpu }) => usedOf(cpu, shortCpu)),
    column('MEMORY', ({ memory }) => requestedOf(memory, shortMemory)),
    column('USED', ({ memory }) => usedOf(memory, shortMemory)),
  ];
}

function widest(nodes: readonly TopologyNode[], header: string, cell: Column['cell'], most: number): number {
  return Math.min(
    most,
    nodes.reduce((width, node) => Math.max(width, stringWidth(cell(node))), stringWidth(header)),
  );
}

function requestedOf(amount: TopologyAmount | undefined, format: (value: number) => string): string {
  if (amount === undefined) return '';
  return amount.requested === undefined ? format(amount.size) : `${format(amount.requested)}/${format(amount.size)}`;
}

function usedOf(amount: TopologyAmount | undefined, format: (value: number) => string): string {
  return amount?.used === undefined ? '' : format(amount.used);
}

/** Of a size what is used, what is requested beyond that, and what is left. */
function drawBar(amount: TopologyAmount | undefined, width: number): string {
  if (amount === undefined) return '';
  const cells = (part: number | undefined) => Math.ceil(share(part ?? 0, amount.size) * width);
  const used = cells(amount.used);
  const requested = Math.max(0, cells(amount.requested) - used);
  return '█'.repeat(used) + '▒'.repeat(requested) + '░'.repeat(width - used - requested);
}

/** `2 nginx, 1 web, 6 system`: the pods by what they belong to. */
function podGroups({ pods }: TopologyNode): string {
  const groups = new Map<string, number>();
  let system = 0;
  for (const pod of pods) {
    const name = plainLine(pod.owner?.split(' ')[1] ?? pod.name);
    if (pod.system) system += 1;
    else groups.set(name, (groups.get(name) ?? 0) + 1);
  }
  return [...Array.from(groups, ([name, count]) => `${count} ${name}`), ...(system > 0 ? [`${system} system`] : [])].join(', ');
}

/** For a terminal that is too narrow for a table. */
function stacked(node: TopologyNode, { columns, colors }: TextOptions): string[] {
  const { name, state = '', broken, cpu, memory, pods } = node;
  const used = (text: string) => (text === '' ? '' : `, ${text} used`);
  const lines = [
    ...(cpu === undefined ? [] : [`cpu ${requestedOf(cpu, shortCpu)}${used(usedOf(cpu, shortCpu))}`]),
    ...(memory === undefined ? [] : [`memory ${requestedOf(memory, shortMemory)}${used(usedOf(memory, shortMemory))}`]),
    ...(pods.length === 0 ? [] : [podGroups(node)]),
  ];
  const title = fit(`${plainLine(name)}  ${plainLine(state)}`.trimEnd(), columns);
  return [broken ? colors.red(title) : colors.bold(title), ...lines.map((line) => `  ${fit(line, columns - 2)}`)];
}

// A pod of the cluster's own is nobody's promise, and in the first minute mostly not ready yet.
function brokenLines({ pods }: TopologyNode, { columns, colors }: TextOptions): string[] {
  return pods
    .filter(({ health }: TopologyPod) => health === 'broken')
    .map(({ name, state, system }) => {
      const line = (mark: string) => `  ${fit(`${mark} ${plainLine(name)}: ${plainLine(state)}`, columns - 2)}`;
      return system ? colors.yellow(line('!')) : colors.red(line('✗'));
    });
}

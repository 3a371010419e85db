import { plural, shortCpu, shortMemory } from './amount';
import { type Markup, markup } from './markup';
import { columnX, type Grid } from './svg-routes';
import { bar, card, label, labelWidth, type Part, podSquare } from './svg-shapes';
import { shownPods, type Topology, type TopologyAmount, type TopologyNode, type TopologyPod } from './topology';

/** The nodes as cards that tell each pod's name. */
export function drawNodeCards(topology: Topology, grid: Grid, top: number): Part {
  return inRows(topology.nodes, grid, top, cardHeight, (node, x, y, height) => drawCard(node, x, y, grid.columnWidth, height));
}

/** The nodes as small cards with a square for each pod, for many of them. */
export function drawNodeTiles(topology: Topology, grid: Grid, top: number): Part {
  const height = (node: TopologyNode) =>
    TILE_HEAD + squareRows(shownPods(node).length, grid.columnWidth - 20) * SQUARE_STEP + (brokenWords(node) === '' ? 6 : 20);
  return inRows(topology.nodes, grid, top, height, (node, x, y, rowHeight) => drawTile(node, x, y, grid.columnWidth, rowHeight));
}

/** The pods that are on no node, in a box as wide as the picture. */
export function drawUnscheduled(pods: readonly TopologyPod[], x: number, y: number, width: number): Part {
  if (pods.length === 0) return { height: 0, markup: markup`` };
  const named = pods.slice(0, MOST_UNSCHEDULED);
  const rest = pods.slice(MOST_UNSCHEDULED);
  const squares = drawSquares(rest, x + 12, y + 34 + named.length * POD_ROW, width - 24);
  const height = 38 + named.length * POD_ROW + (rest.length > 0 ? squares.height + 8 : 0);
  return {
    height,
    markup: markup`${card(x, y, width, height, 'bad')}${label(x + 12, y + 20, `On no node: ${plural(pods.length, 'pod')}`, {
      bold: true,
      colour: 'broken',
    })}${named.map((pod, i) => drawPod(pod, x + 12, y + 30 + i * POD_ROW, width - 24))}${squares.markup}`,
  };
}

const MOST_UNSCHEDULED = 8;
const POD_ROW = 20;
const TILE_HEAD = 42;
const SQUARE = 10;
const SQUARE_STEP = 13;

function inRows(
  nodes: readonly TopologyNode[],
  grid: Grid,
  top: number,
  heightOf: (node: TopologyNode) => number,
  draw: (node: TopologyNode, x: number, y: number, height: number) => Markup,
): Part {
  const drawn: Markup[] = [];
  let y = top;
  for (let first = 0; first < nodes.length; first += grid.columns) {
    const row = nodes.slice(first, first + grid.columns);
    const height = Math.max(...row.map(heightOf));
    row.forEach((node, i) => {
      drawn.push(draw(node, columnX(grid, i), y, height));
    });
    y += height + 12;
  }
  return { height: Math.max(0, y - top - 12), markup: markup`${drawn}` };
}

function amounts(node: TopologyNode): { name: string; amount: TopologyAmount; format: (value: number) => string }[] {
  return [
    ...(node.cpu === undefined ? [] : [{ name: 'CPU', amount: node.cpu, format: shortCpu }]),
    ...(node.memory === undefined ? [] : [{ name: 'Memory', amount: node.memory, format: shortMemory }]),
  ];
}

function cardHeight(node: TopologyNode): number {
  const pods = shownPods(node).length;
  const system = node.pods.length > pods ? 1 : 0;
  return 46 + amounts(node).length * 32 + 8 + Math.max(1, pods + system) * POD_ROW + 8;
}

function drawCard(node: TopologyNode, x: number, y: number, width: number, height: number): Markup {
  const room = width - 24;
  const state = node.state ?? '';
  const stateWidth = Math.min(labelWidth(state, { bold: true }) + 10, room / 2);
  const list = y + 46 + amounts(node).length * 32 + 8;
  const pods = shownPods(node);
  const system = node.pods.length - pods.length;
  return markup`${card(x, y, width, height, node.broken ? 'bad' : '')}${label(x + 12, y + 21, node.name, {
    size: 13,
    mono: true,
    bold: true,
    width: room - stateWidth,
  })}${label(x + width - 12, y + 21, state, {
    size: 11.5,
    bold: true,
    colour: node.broken ? 'broken' : 'good',
    width: stateWidth,
    anchor: 'end',
  })}${label(x + 12, y + 37, node.role ?? '', { size: 11, colour: 'muted' })}${amounts(node).map(
    ({ name, amount, format }, i) => {
      const line = y + 58 + i * 32;
      return markup`${label(x + 12, line, name, { size: 11, colour: 'muted' })}${label(
        x + width - 12,
        line,
        describeAmount(amount, format),
        {
          size: 11,
          anchor: 'end',
          colour: (amount.requested ?? 0) > amount.size ? 'broken' : 'ink',
        },
      )}${bar(x + 12, line + 6, room, 8, amount)}`;
    },
  )}${pods.map((pod, i) => drawPod(pod, x + 12, list + i * POD_ROW, room))}${
    system > 0 &&
    label(x + 12, list + pods.length * POD_ROW + 14, `${pods.length > 0 ? '+ ' : ''}${plural(system, 'system pod')}`, {
      size: 11,
      colour: 'muted',
    })
  }${node.pods.length === 0 && label(x + 12, list + 14, 'no pods', { size: 11, colour: 'muted' })}`;
}

function describeAmount({ size, requested, used }: TopologyAmount, format: (value: number) => string): string {
  const parts = [
    ...(requested === undefined ? [] : [`${format(requested)} requested`]),
    ...(used === undefined ? [] : [`${format(used)} used`]),
  ];
  return parts.length === 0 ? format(size) : `${parts.join(', ')} of ${format(size)}`;
}

function drawPod(pod: TopologyPod, x: number, y: number, width: number): Markup {
  const state = pod.state === 'Running' && pod.health === 'good' ? '' : pod.state;
  const stateWidth = state === '' ? 0 : Math.min(labelWidth(state, { size: 11 }) * 1.15 + 10, width / 2);
  return markup`${podSquare(x, y + 4, SQUARE, pod.health)}${label(x + 18, y + 13, pod.name, {
    size: 11.5,
    mono: true,
    width: width - 18 - stateWidth,
  })}${state !== '' && label(x + width, y + 13, state, { size: 11, anchor: 'end', colour: podColour(pod), width: stateWidth })}`;
}

function podColour({ health }: TopologyPod) {
  return health === 'idle' ? 'muted' : health;
}

function drawTile(node: TopologyNode, x: number, y: number, width: number, height: number): Markup {
  const room = width - 20;
  const words = brokenWords(node);
  return markup`${card(x, y, width, height, node.broken ? 'bad' : '')}${label(x + 10, y + 17, node.name, {
    size: 11,
    mono: true,
    bold: true,
    width: room,
  })}${amounts(node).map(({ amount }, i) => bar(x + 10, y + 24 + i * 7, room, 5, amount))}${
    drawSquares(shownPods(node), x + 10, y + TILE_HEAD, room, node.name).markup
  }${words !== '' && label(x + 10, y + height - 8, words, { size: 11, bold: true, colour: 'broken', width: room })}`;
}

/** What is broken on a node, in words. */
function brokenWords(node: TopologyNode): string {
  const states = new Map<string, number>();
  for (const { health, state } of node.pods) if (health === 'broken') states.set(state, (states.get(state) ?? 0) + 1);
  return [...(node.broken ? [node.state ?? 'broken'] : []), ...Array.from(states, ([state, count]) => `${count} ${state}`)].join(
    ', ',
  );
}

function squareRows(count: number, width: number): number {
  return Math.ceil(count / squaresPerRow(width));
}

function squaresPerRow(width: number): number {
  return Math.max(1, Math.floor((width + SQUARE_STEP - SQUARE) / SQUARE_STEP));
}

function drawSquares(pods: readonly TopologyPod[], x: number, y: number, width: number, where?: string): Part {
  const perRow = squaresPerRow(width);
  const squares = pods.map((pod, i) =>
    podSquare(
      x + (i % perRow) * SQUARE_STEP,
      y + Math.floor(i / perRow) * SQUARE_STEP,
      SQUARE,
      pod.health,
      `${pod.name}: ${pod.state}${where === undefined ? '' : ` on ${where}`}`,
    ),
  );
  return { height: squareRows(pods.length, width) * SQUARE_STEP, markup: markup`${squares}` };
}

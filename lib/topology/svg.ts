import { brokenPods, describeTopology } from './describe';
import { Markup, markup } from './markup';
import { drawNodeCards, drawNodeTiles, drawUnscheduled } from './svg-nodes';
import { drawLegend, drawProblems } from './svg-notes';
import { drawRoutes, type Grid } from './svg-routes';
import { type Part, SVG_STYLE } from './svg-shapes';
import { drawWires } from './svg-wires';
import { shownPods, type Topology } from './topology';

export interface SvgOptions {
  /** In user units, of which a line of text takes 12. @default 960 */
  readonly width?: number;
  /** Tells several pictures of one page apart. @default 'topology' */
  readonly id?: string;
}

const MARGIN = 20;
/** Pictures narrower than this stack what stands side by side in others. */
const WIDE = 640;
/** Where there are more nodes, or more pods on one of them, nodes are tiles and pods squares without a name. */
const MOST_CARDS = 12;
const MOST_NAMED_PODS = 12;
const TILE_WIDTH = 145;

/** The topology as an SVG element that stands alone or in a page, light or dark as the reader prefers. */
export function drawSvg(topology: Topology, { width = 960, id = 'topology' }: SvgOptions = {}): Markup {
  const room = width - 2 * MARGIN;
  const crowded = topology.nodes.length > MOST_CARDS || topology.nodes.some((node) => shownPods(node).length > MOST_NAMED_PODS);
  const grid = evenGrid(room, width >= WIDE ? 3 : 1, 30);
  const drawn: Markup[] = [];
  let y = MARGIN;
  const add = (part: Part, gap: number) => {
    if (part.height === 0) return;
    drawn.push(part.markup);
    y += part.height + gap;
  };

  const routes = drawRoutes(topology, grid, y);
  add(routes, 0);
  const wires = crowded ? undefined : drawWires(topology, routes.marks, grid, y);
  if (wires !== undefined) drawn.push(wires.markup);
  if (routes.height > 0) y += Math.max(22, wires?.height ?? 0);
  if (crowded) add(drawNodeTiles(topology, evenGrid(room, Math.floor((room + 10) / (TILE_WIDTH + 10)), 10), y), 14);
  else add(drawNodeCards(topology, grid, y), 14);
  add(drawUnscheduled(topology.unscheduled, MARGIN, y, room), 14);
  add(drawProblems(crowded ? [...topology.problems, ...brokenPods(topology)] : topology.problems, MARGIN, y, room), 10);
  add(drawLegend(topology, crowded, MARGIN, y, room), 0);

  const height = Math.ceil(y + MARGIN - 4);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="topology" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="${id}-title">Topology of cluster ${topology.cluster}</title>
<desc id="${id}-desc">${describeTopology(topology)}</desc>
<style>${new Markup(SVG_STYLE)}</style>
<rect width="100%" height="100%" rx="8" fill="var(--paper)"/>
${drawn}
</svg>`;
}

function evenGrid(room: number, columns: number, gap: number): Grid {
  return { left: MARGIN, columns, gap, columnWidth: (room - (columns - 1) * gap) / columns };
}

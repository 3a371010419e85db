import { plural } from './amount';
import { markup } from './markup';
import { arrow, card, label, type Part, type TextOptions } from './svg-shapes';
import { behind, EVERY_ADDRESS, hostLabel, type Route, type Topology } from './topology';

/** Where the columns of a picture stand. */
export interface Grid {
  readonly left: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly gap: number;
}

export function columnX(grid: Grid, column: number): number {
  return grid.left + column * (grid.columnWidth + grid.gap);
}

/** Where the drawing of a Service ends on the right, to draw on from. */
export interface ServiceMark {
  readonly service: string;
  readonly y: number;
}

/** Ports beyond these are only counted. */
const MOST_ROUTES = 8;
const BOX = 62;

/** The ways from the host to the Services, one below the other: in a row of three boxes each, or in a stack where it is narrow. */
export function drawRoutes(topology: Topology, grid: Grid, top: number): Part & { marks: ServiceMark[] } {
  const stacked = grid.columns < 3;
  const marks: ServiceMark[] = [];
  let y = top;
  const drawn = topology.routes.slice(0, MOST_ROUTES).map((route) => {
    const boxes = routeBoxes(topology, route);
    const parts = boxes.map((box, i) => {
      const x = columnX(grid, stacked ? 0 : box.column);
      const boxY = stacked ? y + i * (BOX + 20) : y;
      const from: [number, number] = stacked ? [x + 24, boxY - 20] : [x - grid.gap, boxY + BOX / 2];
      const to: [number, number] = stacked ? [x + 24, boxY] : [x, boxY + BOX / 2];
      return markup`${box.reached && arrow([from, to])}${drawBox(box, x, boxY, grid.columnWidth)}`;
    });
    const height = stacked ? boxes.length * (BOX + 20) - 20 : BOX;
    marks.push({ service: route.service.name, y: y + height - BOX / 2 });
    y += height + 12;
    return parts;
  });
  const more = topology.routes.length - drawn.length;
  if (more > 0) {
    drawn.push([label(grid.left, y + 12, `and ${plural(more, 'more Service port')}`, { colour: 'muted' })]);
    y += 24;
  }
  return { height: Math.max(0, y - top - 12), markup: markup`${drawn}`, marks };
}

interface Box {
  readonly column: number;
  /** Whether an arrow leads to it from the one before. */
  readonly reached: boolean;
  readonly kicker: string;
  readonly name: string;
  readonly nameLook?: TextOptions;
  readonly detail: string;
  readonly look: '' | 'bad' | 'none';
}

function routeBoxes(topology: Topology, { host, nodePort, service }: Route): Box[] {
  const to = behind(topology, service.name);
  const port = service.port === undefined ? '' : `port ${service.port}`;
  const pods = to.pods === 0 ? 'no pod' : `${plural(to.pods, 'pod')} on ${plural(to.nodes.length, 'node')}`;
  const boxes: Box[] = [
    {
      column: 2,
      reached: host !== undefined,
      kicker: service.type === undefined ? 'Service' : `Service, ${service.type}`,
      name: service.name,
      detail:
        service.problem === undefined
          ? `${port === '' ? '' : `${port} → `}${pods}`
          : [port, service.problem].filter(Boolean).join(': '),
      look: service.problem === undefined ? '' : 'bad',
    },
  ];
  if (host !== undefined) {
    boxes.unshift(
      {
        column: 0,
        reached: false,
        kicker: 'Host',
        name: hostLabel(host),
        detail: EVERY_ADDRESS.includes(host.address) ? 'on every address of this machine' : `on ${host.address}`,
        look: '',
      },
      {
        column: 1,
        reached: true,
        kicker: 'Node',
        name: host.node,
        detail: nodePort === undefined ? '' : `node port ${nodePort}`,
        look: '',
      },
    );
  } else if (nodePort !== undefined) {
    boxes.unshift({
      column: 0,
      reached: false,
      kicker: 'Host',
      name: 'not mapped to the host',
      nameLook: { mono: false, bold: false, colour: 'muted' },
      detail: `node port ${nodePort}`,
      look: 'none',
    });
  }
  return boxes;
}

function drawBox({ kicker, name, nameLook, detail, look }: Box, x: number, y: number, width: number) {
  const room = width - 24;
  return markup`${card(x, y, width, BOX, look)}${label(x + 12, y + 17, kicker, { size: 11, colour: 'muted', width: room })}${label(
    x + 12,
    y + 35,
    name,
    { size: 13, mono: true, bold: true, width: room, ...nameLook },
  )}${label(x + 12, y + 52, detail, { size: 11.5, colour: look === 'bad' ? 'broken' : 'muted', width: room })}`;
}

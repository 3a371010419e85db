import { type Markup, markup } from './markup';
import { columnX, type Grid, type ServiceMark } from './svg-routes';
import { arrow, type Part } from './svg-shapes';
import { behind, type Topology } from './topology';

/** More Services than these would only tangle; their boxes say in words how many pods they lead to. */
const MOST_SERVICES = 3;
const LANE = 6;

/**
 * Lines from the Services down to the nodes that run their pods, in lanes on the right of the boxes. Only where all nodes
 * stand in one row.
 */
export function drawWires(topology: Topology, marks: readonly ServiceMark[], grid: Grid, top: number): Part {
  const services = [...new Set(marks.map(({ service }) => service))].filter((name) => behind(topology, name).pods > 0);
  if (services.length === 0 || services.length > MOST_SERVICES || topology.nodes.length > grid.columns) {
    return { height: 0, markup: markup`` };
  }
  const height = 26 + services.length * LANE;
  const serviceX = columnX(grid, 2);
  const wires = services.flatMap((service, lane): Markup[] => {
    const busY = top + 10 + lane * LANE;
    const laneX = serviceX + grid.columnWidth + 5 + lane * LANE;
    const starts = marks
      .filter((mark) => mark.service === service)
      .map(({ y }): [number, number][] =>
        marks.length === 1
          ? [
              [serviceX + grid.columnWidth / 2, top],
              [serviceX + grid.columnWidth / 2, busY],
            ]
          : [
              [serviceX + grid.columnWidth, y],
              [laneX, y],
              [laneX, busY],
            ],
      );
    return topology.nodes.flatMap((node, column) => {
      if (!behind(topology, service).nodes.includes(node)) return [];
      const x = columnX(grid, column) + grid.columnWidth / 2 + (lane - (services.length - 1) / 2) * 14;
      return starts.map((start) => arrow([...start, [x, busY], [x, top + height]]));
    });
  });
  return { height, markup: markup`${wires}` };
}

import type { Colors } from 'picocolors/types';

import stringWidth = require('string-width');

import { plural } from './amount';
import { fit, wrap } from './fit';
import { plainLine } from './plain-text';
import { nodeLines } from './text-nodes';
import { behind, hostLabel, type Route, type Topology, type TopologyPod } from './topology';

export interface TextOptions {
  /** How wide the terminal is, in cells. */
  readonly columns: number;
  readonly colors: Colors;
}

/** Names are cut to so much, so that one long name does not push away everything else. */
const MOST_NAME = 32;
const MOST_UNSCHEDULED = 10;

/**
 * The topology as text, no wider than the terminal: the ways from the host to the Services, and a line for each node with
 * its size, what is requested and used of it, and its pods. Broken pods are told by name.
 */
export function drawText(topology: Topology, options: TextOptions): string {
  const { cluster, kubernetes, routes, nodes, unscheduled } = topology;
  const { columns, colors } = options;
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, 0) + unscheduled.length;
  const title = [`Cluster ${plainLine(cluster)}`, ...(kubernetes === undefined ? [] : [`Kubernetes ${plainLine(kubernetes)}`])];
  const blocks = [
    wrap([...title, plural(nodes.length, 'node'), plural(pods, 'pod')].join(', '), columns).map((line) =>
      colors.bold(fit(line, columns)),
    ),
    routes.flatMap((route) => routeLines(topology, route, options)),
    nodeLines(nodes, options),
    unscheduledLines(unscheduled, options),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function routeLines(topology: Topology, { host, nodePort, service }: Route, { columns, colors }: TextOptions): string[] {
  const to = behind(topology, service.name);
  const name = (text: string) => fit(plainLine(text), MOST_NAME);
  const port = (number: number | undefined) => (number === undefined ? '' : `:${number}`);
  const stops = [
    ...(host === undefined ? [] : [name(hostLabel(host)), name(host.node) + port(nodePort)]),
    ...(host === undefined && nodePort !== undefined ? [`not mapped to the host, node port ${nodePort}`] : []),
    `Service ${name(service.name)}${port(service.port)}`,
    `${plural(to.pods, 'pod')} on ${plural(to.nodes.length, 'node')}`,
  ];
  if (service.problem !== undefined) stops.push(`✗ ${service.problem}`);
  // As many stops on a line as it holds.
  const lines: string[] = [];
  for (const stop of stops) {
    const last = lines.at(-1);
    const grown = `${last} → ${stop}`;
    if (last !== undefined && stringWidth(grown) <= columns) lines[lines.length - 1] = grown;
    else lines.push(last === undefined ? stop : `  → ${stop}`);
  }
  const paint = service.problem === undefined ? (line: string) => line : colors.red;
  return lines.map((line) => paint(fit(line, columns)));
}

function unscheduledLines(pods: readonly TopologyPod[], { columns, colors }: TextOptions): string[] {
  const lines = pods
    .slice(0, MOST_UNSCHEDULED)
    .map(({ name, state }) => colors.red(fit(`✗ ${plainLine(name)} is on no node: ${plainLine(state)}`, columns)));
  const more = pods.length - lines.length;
  return more > 0 ? [...lines, colors.red(`  and ${plural(more, 'more pod')}`)] : lines;
}

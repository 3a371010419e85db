import { drawText } from '../../topology/text';
import { measureUsage } from '../cluster/usage';
import { readDist } from '../dist';
import { Interrupted } from '../errors';
import { fromReport } from '../report/topology';
import { realClock } from '../retry';
import { readState } from '../state/read-state';
import { existingCluster, type RunningCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { planReachable } from '../verify/reachable-plan';
import { reportCluster, reportServices } from '../verify/report-cluster';

export interface StatusOptions extends CommonOptions {
  /** Draw it anew again and again, until interrupted. */
  readonly watch: boolean;
}

const WATCH_INTERVAL_MS = 2000;
const CLEAR_SCREEN = '\u001b[H\u001b[2J\u001b[3J';

/** Shows the nodes with their size and use, the pods on them, and the way to the Services. Judges nothing. */
export async function statusCommand(options: StatusOptions, tools: Tools): Promise<void> {
  const declared = await readDist(options.dist);
  await withTemporaryFolder(async (folder) => {
    const cluster = await existingCluster(tools.programs, declared, options, folder);
    if (!options.watch) {
      tools.print(await draw(cluster, tools));
      return;
    }
    await watch(cluster, tools).catch((error: unknown) => {
      // It is what a watch is ended with.
      if (!(tools.signal.reason instanceof Interrupted && tools.signal.reason.signal === 'SIGINT')) throw error;
    });
  });
}

async function watch(cluster: RunningCluster, tools: Tools): Promise<never> {
  for (;;) {
    // One look that fails, while a node restarts for example, does not end the watch.
    const drawn = await draw(cluster, tools).catch((error: unknown) => {
      if (tools.signal.aborted || !(error instanceof Error)) throw error;
      return error.message;
    });
    tools.print(`${tools.isTerminal ? CLEAR_SCREEN : ''}${drawn}\nevery ${WATCH_INTERVAL_MS / 1000} s until Ctrl-C`);
    await realClock.sleep(WATCH_INTERVAL_MS, tools.signal);
  }
}

async function draw(
  { declared, target, kubectl, containers }: RunningCluster,
  { programs, columns, colors }: Tools,
): Promise<string> {
  const names = containers?.nodes.filter(({ state }) => state === 'running').map(({ name }) => name);
  const [state, used] = await Promise.all([readState(kubectl, declared), measureUsage(programs, kubectl, names)]);
  const services = reportServices(declared, state, target.hostPorts);
  const topology = fromReport({ cluster: reportCluster(declared, state, used, target.downNodes), services, checks: [] });
  // As verify would try them.
  const routes = planReachable(declared, state, target.hostPorts, target.foreign).flatMap(({ routes }) => routes);
  const urls = routes.flatMap((route) => (route.via === 'host' ? [route.url] : []));
  return [topology === undefined ? 'No node is there yet.' : drawText(topology, { columns, colors }).trimEnd(), ...urls].join(
    '\n',
  );
}

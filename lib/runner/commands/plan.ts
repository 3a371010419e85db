import { join } from 'node:path';
import { clusterContainers } from '../cluster/containers';
import { describeDifference } from '../cluster/differences';
import { HalfMadeNote } from '../cluster/half-made';
import { makePlan, type Plan } from '../cluster/plan';
import type { Declared } from '../declared';
import { readDist } from '../dist';
import { cacheFolder } from '../folders';
import { changedLines } from '../objects/diff';
import { describeApplied } from '../objects/inventory';
import type { Programs } from '../process';
import { kindCluster, namedCluster, noCluster } from '../target';
import { withTemporaryFolder } from '../temporary';
import type { CommonOptions, Tools } from '../tools';
import { describe } from './described';

export interface PlanOptions extends CommonOptions {
  /** Write it as JSON, for programs. */
  readonly json: boolean;
  /** Plan for what main.ts describes, as `up` would synthesize it first: not when the user named a folder. */
  readonly synth: boolean;
}

/** Says what `up` would do, against what really runs; changes nothing. */
export async function planCommand(options: PlanOptions, tools: Tools): Promise<void> {
  const { programs } = tools;
  const declared = await (options.synth ? described(programs, options.dist) : readDist(options.dist));
  const plan = await tools.progress.step('plan', () => planOf(declared, options, tools));
  tools.print(options.json ? JSON.stringify(plan, null, 2) : describePlan(declared, plan));
}

async function described(programs: Programs, dist: string): Promise<Declared> {
  return withTemporaryFolder(async (folder) => (await describe(programs, dist, join(folder, 'dist'))).declared);
}

async function planOf(declared: Declared, { context, synth }: PlanOptions, { programs }: Tools): Promise<Plan> {
  if (context !== undefined) {
    const { declared: workloads, kubectl } = namedCluster(programs, declared, context);
    return makePlan(programs, workloads, undefined, kubectl);
  }
  const { cluster } = declared;
  if (cluster === undefined) throw noCluster(declared);
  const found = await clusterContainers(programs, cluster.name);
  if (new HalfMadeNote(cacheFolder(), cluster.name).speaksOf([...found.nodes, ...found.balancers])) {
    const left = 'what an interrupted creation left, which is removed';
    return {
      cluster: [{ subject: `cluster ${cluster.name}`, declared: `${cluster.nodes.length} nodes`, found: left, remedy: 'create' }],
    };
  }
  const runs = found.nodes.length > 0 && [...found.nodes, ...found.balancers].every(({ state }) => state === 'running');
  if (!runs) return makePlan(programs, declared, found, undefined);
  return withTemporaryFolder(async (folder) =>
    makePlan(programs, declared, found, (await kindCluster(programs, declared, folder, found)).kubectl, synth),
  );
}

export function describePlan({ dir, objects: declared }: Declared, { cluster, objects, prune }: Plan): string {
  const lines = cluster.map(describeDifference);
  if (objects === undefined) {
    lines.push(`${declared.length} objects of ${dir}: applied once the cluster runs`);
  } else {
    for (const { object, remedy, diff } of objects) {
      lines.push(`${object}: ${remedy}`, ...changedLines(diff).map((line) => `    ${line}`));
    }
    lines.push(...(prune ?? []).map((object) => `${describeApplied(object)}: remove, it is no longer declared`));
  }
  if (cluster.some(({ remedy }) => remedy === 'recreate'))
    lines.push('npm run up would refuse (exit 4); npm run up -- --recreate would delete the cluster and create it anew.');
  return lines.length === 0 ? 'Nothing to do: what runs is what is declared.' : lines.join('\n');
}

import { workloadImages } from '../cluster/images';
import type { Declared } from '../declared';
import { readDist } from '../dist';
import { judgeMachine } from '../doctor/judge';
import type { Output } from '../doctor/output';
import { ExitStatus, UserError } from '../errors';
import type { Programs } from '../process';
import { gatherSetupFacts, type SetupFacts } from './facts';
import { perform } from './perform';
import { planSetup, type SetupPlan } from './plan';

export interface SetupOptions {
  /** The folder of manifests: its images are fetched. */
  readonly dist: string;
  /** Ends a download. */
  readonly signal?: AbortSignal;
}

/**
 * Installs what this machine lacks for the declared cluster, after saying what it will do.
 *
 * @returns the exit status: 0 when nothing is missing any more, 3 when that cannot be; then nothing is half-installed
 * @throws UserError (3) when a step fails
 */
export async function setup(programs: Programs, { dist, signal }: SetupOptions, out: Output): Promise<number> {
  const declared = await readDeclared(dist);
  const look = () => gatherSetupFacts(programs, declared?.cluster, declared === undefined ? [] : workloadImages(declared));
  let facts = await look();
  let plan = planSetup(facts);
  if (plan.steps.length === 0 && plan.problems.length === 0) {
    out.line(`Nothing to do: ${inventory(facts)} are here.`);
    return ExitStatus.ok;
  }
  // What a Docker has that did not run is only known once it does: the second round is for that.
  for (let round = 1; round <= 2 && plan.steps.length > 0; round += 1) {
    if (plan.problems.length > 0) break;
    announce(plan, out);
    for (const [index, step] of plan.steps.entries()) {
      if (plan.steps.length > 1) out.line(`[${index + 1}/${plan.steps.length}] ${step.title}`);
      await perform(programs, step, out, signal);
    }
    facts = await look();
    plan = planSetup(facts);
  }
  return conclude(facts, plan, out);
}

function announce({ steps }: SetupPlan, out: Output): void {
  out.line('This will be done:');
  steps.forEach(({ title }, index) => {
    out.line(steps.length > 1 ? `  ${index + 1}. ${title}` : `  ${title}`);
  });
}

function conclude(facts: SetupFacts, { steps, problems }: SetupPlan, out: Output): number {
  for (const { text, fix } of problems) {
    out.error(`✗ ${text}`);
    out.error(`  → ${fix}`);
  }
  if (problems.length === 0) {
    for (const { title } of steps) out.error(`✗ Still to be done, although it was tried: ${title}`);
  }
  if (problems.length > 0 || steps.length > 0) return ExitStatus.machine;
  out.line(`Ready: ${inventory(facts)} are here. Next: npm run up`);
  return ExitStatus.ok;
}

/** `Docker 20.10.24, kind v0.27.0, kubectl v1.32.2, curl 7.88.1 and the images`. */
function inventory({ machine }: SetupFacts): string {
  const versions = judgeMachine(machine)
    .filter(({ subject }) => ['Docker', 'kind', 'kubectl', 'curl'].includes(subject))
    .map(({ subject, text }) => `${subject} ${text.split(',')[0]}`);
  return `${versions.join(', ')} and the images`;
}

/** Without a dist/ that can be read the programs are set up all the same; the images are then not known. */
async function readDeclared(dist: string): Promise<Declared | undefined> {
  try {
    return await readDist(dist);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

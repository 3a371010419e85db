import { namespaceOf } from '../../../kubernetes/object';
import type { Kubectl } from '../../kubectl';
import type { Programs } from '../../process';
import { type Answer, faultOf } from '../answer';
import type { PlannedPods, PodProbe } from '../pod-answers';
import type { ReachableProbe } from '../reachable';
import type { PlannedProbe, Route } from '../reachable-plan';
import type { SizeEvidence } from '../size-evidence';
import { curl } from './curl';
import { inParallel } from './in-parallel';
import { askPod } from './pod-proxy';
import { withPortForward } from './port-forward';
import { readSizeEvidence } from './size-evidence';
import { tryFor } from './try-for';

/** Probes that run at once: each is a process of its own. */
const AT_ONCE = 8;

/** How long a node's own address may take: from most hosts the nodes of most clusters cannot be reached at all. */
const NODE_TIME_S = 2;

export async function askPods(kubectl: Kubectl, plan: readonly PlannedPods[], forMs: number): Promise<PodProbe[]> {
  const questions = plan.flatMap((planned) => planned.pods.map((one) => ({ planned, ...one })));
  const answers = await inParallel(questions, AT_ONCE, async ({ planned, pod, port }): Promise<Answer> => {
    if (port === undefined) return { error: 'it has no such port', durationMs: 0 };
    const { scheme, expect } = planned;
    return tryFor(
      forMs,
      () => askPod(kubectl, pod, port, scheme, expect.path),
      (answer) => faultOf(answer, expect) === undefined,
    );
  });
  let asked = 0;
  return plan.map((planned) => {
    const from = asked;
    asked += planned.pods.length;
    return { planned, answers: answers.slice(from, asked) };
  });
}

export async function askFromHost(
  programs: Programs,
  kubectl: Kubectl,
  plan: readonly PlannedProbe[],
  forMs: number,
): Promise<ReachableProbe[]> {
  return inParallel(plan, AT_ONCE, async (planned) => {
    let made: ReachableProbe['made'];
    for (const route of planned.routes) {
      made = { route, answer: await askRoute(programs, kubectl, planned, route, forMs) };
      if (made.answer.status !== undefined) break;
    }
    return made === undefined ? { planned } : { planned, made };
  });
}

async function askRoute(
  programs: Programs,
  kubectl: Kubectl,
  { service, port, expect }: PlannedProbe,
  route: Route,
  forMs: number,
): Promise<Answer> {
  const good = (answer: Answer) => faultOf(answer, expect) === undefined;
  if (route.via === 'node') return curl(programs, route.url, NODE_TIME_S);
  if (route.via === 'host') return tryFor(forMs, () => curl(programs, route.url), good);
  const began = performance.now();
  const target = { namespace: namespaceOf(service), name: service.metadata.name, port: port.port };
  const forwarded = await withPortForward(kubectl, target, (local) =>
    tryFor(forMs, () => curl(programs, `${route.scheme}://127.0.0.1:${local}${route.path}`), good),
  );
  return 'result' in forwarded ? forwarded.result : { error: forwarded.error, durationMs: performance.now() - began };
}

export async function lookAtSizes(programs: Programs, nodes: readonly string[]): Promise<Map<string, SizeEvidence>> {
  const seen = await inParallel(nodes, AT_ONCE, async (node) => [node, await readSizeEvidence(programs, node)] as const);
  return new Map(seen.flatMap(([node, evidence]) => (evidence === undefined ? [] : [[node, evidence] as const])));
}

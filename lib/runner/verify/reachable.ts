import { namespaceOf } from '../../kubernetes/object';
import type { Declared } from '../declared';
import type { ClusterState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { type Answer, faultOf } from './answer';
import { describeExpectation } from './http-port';
import { applyAgain, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';
import type { PlannedProbe, Route } from './reachable-plan';

/** A planned probe and what came of it: the route that decided, and its answer. */
export interface ReachableProbe {
  readonly planned: PlannedProbe;
  /** Absent when it was skipped. */
  readonly made?: { readonly route: Route; readonly answer: Answer };
}

/** curl from the host gets the expected status and text. */
export function reachable(declared: Declared, state: ClusterState, probes: readonly ReachableProbe[]): Judgement[] {
  return probes.map((probe) => judge(declared, state, probe));
}

/** The addresses at which the host got the expected answer. */
export function reachedUrls(probes: readonly ReachableProbe[]): string[] {
  return probes.flatMap(({ planned, made }) =>
    made !== undefined && made.route.via !== 'port-forward' && faultOf(made.answer, planned.expect) === undefined
      ? [made.route.url]
      : [],
  );
}

function judge(declared: Declared, state: ClusterState, { planned, made }: ReachableProbe): Judgement {
  const { service, subject, expect, skip } = planned;
  const common = { id: 'reachable' as const, subject, expected: `curl ${urlOf(made?.route)}gets ${describeExpectation(expect)}` };
  if (skip !== undefined) return { ...common, status: 'skipped', observed: skip };
  const exists = Lookup.of(state).service(service) !== undefined;
  if (!exists && unreadable(state, 'services') === undefined) {
    return {
      ...common,
      status: 'failed',
      observed: 'the Service does not exist',
      hint: `Make it:\n${applyAgain(declared, state)}`,
    };
  }
  if (made === undefined) return { ...common, ...undecided('it was not tried') };
  const { route, answer } = made;
  const fault = faultOf(answer, expect);
  const way = route.via === 'port-forward' ? ` through a port-forward, because ${unmapped(planned, declared)}` : '';
  if (answer.unable !== undefined) return { ...common, ...undecided(answer.unable) };
  if (fault === undefined) return { ...common, status: 'passed', observed: `status ${answer.status}${way}` };
  return {
    ...common,
    status: 'failed',
    observed: `${fault}${way}`,
    hint: `See what the Service leads to:\n${kubectlCommand(state, `describe service/${service.metadata.name} --namespace ${namespaceOf(service)}`)}${
      route.via === 'port-forward' ? '' : `\nSee what curl sees:\ncurl --verbose ${route.url}`
    }`,
  };
}

function urlOf(route: Route | undefined): string {
  return route === undefined || route.via === 'port-forward' ? '' : `${route.url} `;
}

/** Why it went the long way, and what would shorten it. */
function unmapped({ port, service }: PlannedProbe, declared: Declared): string {
  const wanted = port.nodePort === undefined ? 'its nodePort' : `nodePort ${port.nodePort}`;
  if (declared.cluster === undefined) return `no address of a node answers on ${wanted} from here`;
  const isDeclared = declared.cluster.nodes.some(({ node }) =>
    node.extraPortMappings?.some(({ containerPort }) => containerPort === port.nodePort),
  );
  return isDeclared
    ? `the running cluster does not map ${wanted} to the host; npm run up maps it`
    : `no node maps ${wanted} to the host; cluster.expose(…) of ${service.metadata.name} in main.ts and npm run up map it`;
}

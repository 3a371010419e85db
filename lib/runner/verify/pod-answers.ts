import { describeObject, type KubernetesObject, namespaceOf } from '../../kubernetes/object';
import { plural } from '../../topology/amount';
import type { Declared } from '../declared';
import type { ClusterState, PodState, ServicePortState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { type Answer, faultOf } from './answer';
import { selectorOf } from './endpoints';
import { declaredPorts, describeExpectation, type Expectation, expectationOf, schemeOf } from './http-port';
import { few, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';

/** The pods to ask for one HTTP port of a Service. */
export interface PlannedPods {
  readonly subject: string;
  readonly service: KubernetesObject;
  readonly scheme: 'http' | 'https';
  readonly expect: Expectation;
  /** The ready pods behind it, no more of them than are asked. */
  readonly pods: readonly { readonly pod: PodState; readonly port: number | undefined }[];
  /** The number of ready pods behind it. */
  readonly ready: number;
}

export interface PodProbe {
  readonly planned: PlannedPods;
  /** In the order of the planned pods. */
  readonly answers: readonly Answer[];
}

/** Of more pods behind one Service only the first ones are asked, and the check says so. */
export const MOST_PODS_ASKED = 50;

export function planPods(declared: Declared, state: ClusterState): PlannedPods[] {
  const lookup = Lookup.of(state);
  return declared.objects.flatMap(({ object: service }) => {
    const selector = selectorOf(service);
    if (selector === undefined) return [];
    const ports = declaredPorts(service);
    return ports.flatMap((port): PlannedPods[] => {
      const scheme = schemeOf(port);
      if (scheme === undefined) return [];
      const pods = lookup.podsSelectedBy(namespaceOf(service), selector).filter((pod) => pod.ready);
      return [
        {
          subject: `${describeObject(service)}${ports.length > 1 ? ` port ${port.port}` : ''}`,
          service,
          scheme,
          expect: expectationOf(service),
          pods: pods.slice(0, MOST_PODS_ASKED).map((pod) => ({ pod, port: containerPort(pod, port) })),
          ready: pods.length,
        },
      ];
    });
  });
}

function containerPort(pod: PodState, { targetPort, protocol }: ServicePortState): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return pod.ports.find((port) => port.name === targetPort && port.protocol === protocol)?.containerPort;
}

/** Every pod behind an HTTP Service answers by itself, asked through the API server. */
export function podAnswers(state: ClusterState, probes: readonly PodProbe[]): Judgement[] {
  return probes.map((probe) => judge(state, probe));
}

function judge(state: ClusterState, { planned, answers }: PodProbe): Judgement {
  const { subject, expect, pods, ready, service } = planned;
  const common = { id: 'pod-answers' as const, subject, expected: `every ready pod answers with ${describeExpectation(expect)}` };
  const unable = unreadable(state, 'pods') ?? answers.find((answer) => answer.unable !== undefined)?.unable;
  if (unable !== undefined) return { ...common, ...undecided(unable) };
  if (ready === 0) return { ...common, status: 'skipped', observed: 'no pod behind it is ready' };
  const faults = pods.flatMap(({ pod, port }, index) => {
    const answer = answers[index];
    if (port === undefined) return [{ pod, fault: `it has no container port of the name that ${service.metadata.name} targets` }];
    const fault = answer === undefined ? 'it was not asked' : faultOf(answer, expect);
    return fault === undefined ? [] : [{ pod, fault }];
  });
  const asked = pods.length < ready ? `${pods.length} of ${plural(ready, 'pod')} asked, ` : '';
  if (faults.length === 0) return { ...common, status: 'passed', observed: `${asked}${pods.length} of ${pods.length} answer` };
  const [first] = faults;
  return {
    ...common,
    status: 'failed',
    observed: `${asked}${pods.length - faults.length} of ${pods.length} answer; ${few(
      faults.map(({ pod, fault }) => `${pod.name} on ${pod.nodeName}: ${fault}`),
      3,
    )}`,
    hint: `See what it says:\n${kubectlCommand(state, `logs ${first?.pod.name} --namespace ${first?.pod.namespace} --tail 20`)}`,
  };
}

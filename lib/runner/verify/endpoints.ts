import { matchesLabels } from '../../kubernetes/label-selector';
import { describeObject, type KubernetesObject, namespaceOf, podTemplateOf, type ServiceSpec } from '../../kubernetes/object';
import { plural } from '../../topology/amount';
import type { Declared } from '../declared';
import type { ClusterState } from '../state/cluster-state';
import { Lookup } from '../state/lookup';
import { describePod } from './describe-pod';
import { applyAgain, few, type Judgement, kubectlCommand, undecided, unreadable } from './judgement';

/** Every Service with a selector has a ready endpoint for every ready pod that it selects, and one at least. */
export function endpoints(declared: Declared, state: ClusterState): Judgement[] {
  const promises = promisedPods(declared);
  return declared.objects.flatMap(({ object }) => {
    const selector = selectorOf(object);
    return selector === undefined ? [] : [judge(object, selector, () => promises(object, selector), declared, state)];
  });
}

/** The selector of a Service that has endpoints of its own making; undefined of any other object. */
export function selectorOf(object: KubernetesObject): Readonly<Record<string, string>> | undefined {
  const spec = object.spec as ServiceSpec | undefined;
  if (object.kind !== 'Service' || spec?.type === 'ExternalName') return undefined;
  return Object.keys(spec?.selector ?? {}).length === 0 ? undefined : spec?.selector;
}

function judge(
  service: KubernetesObject,
  selector: Readonly<Record<string, string>>,
  promised: () => boolean,
  declared: Declared,
  state: ClusterState,
): Judgement {
  const lookup = Lookup.of(state);
  const selected = lookup.podsSelectedBy(namespaceOf(service), selector).filter(({ deleting }) => !deleting);
  const ready = selected.filter((pod) => pod.ready);
  const words = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  const common = {
    id: 'endpoints' as const,
    subject: describeObject(service),
    expected: `a ready endpoint for every ready pod with ${words.join(', ')}`,
  };
  const reason = unreadable(state, 'services', 'endpointslices', 'pods');
  if (reason !== undefined) return { ...common, ...undecided(reason) };
  if (lookup.service(service) === undefined) {
    return { ...common, status: 'failed', observed: 'it does not exist', hint: `Make it:\n${applyAgain(declared, state)}` };
  }
  if (ready.length === 0) {
    if (selected.length === 0 && !promised()) {
      return { ...common, status: 'skipped', observed: 'nothing that is declared makes such pods, and none runs' };
    }
    const [unready] = selected;
    return {
      ...common,
      status: 'failed',
      observed:
        unready === undefined
          ? 'no pod has these labels'
          : `none of ${plural(selected.length, 'pod')} is ready: ${few(selected.map(describePod), 3)}`,
      hint: `See which pods there are:\n${kubectlCommand(state, `get pods --namespace ${namespaceOf(service)} --selector ${words.join(',')}`)}`,
    };
  }
  const uids = lookup.readyEndpoints(service);
  const without = ready.filter(({ uid }) => !uids.has(uid));
  if (without.length === 0) {
    return { ...common, status: 'passed', observed: `${plural(ready.length, 'ready endpoint')}, one for each ready pod` };
  }
  return {
    ...common,
    status: 'failed',
    observed: `no ready endpoint for ${few(without.map(({ name }) => name))}`,
    hint: `Compare the selector and the ports:\n${kubectlCommand(state, `describe service/${service.metadata.name} --namespace ${namespaceOf(service)}`)}`,
  };
}

/** Whether something that is declared promises pods that a Service selects. */
function promisedPods(declared: Declared): (service: KubernetesObject, selector: Readonly<Record<string, string>>) => boolean {
  const labelsIn = new Map<string, Readonly<Record<string, string>>[]>();
  for (const { object } of declared.objects) {
    const labels = podTemplateOf(object)?.metadata?.labels;
    if (labels === undefined || object.spec?.replicas === 0 || FLEETING.has(object.kind)) continue;
    const namespace = namespaceOf(object);
    const known = labelsIn.get(namespace);
    if (known === undefined) labelsIn.set(namespace, [labels]);
    else known.push(labels);
  }
  return (service, selector) => (labelsIn.get(namespaceOf(service)) ?? []).some((labels) => matchesLabels(selector, labels));
}

/** Their pods end. */
const FLEETING = new Set(['Job', 'CronJob']);

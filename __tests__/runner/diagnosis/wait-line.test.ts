import { settled, waitLine } from '../../../lib/runner/diagnosis/wait-line';
import { declaredOf, rawDeployment, rawPod, stateOf, unscheduledPod, waitingPod } from '../state/builders';

const two = [rawPod('a', 'kind-worker'), rawPod('b', 'kind-worker2')];
const starting = { deployments: [rawDeployment({ status: { availableReplicas: 2 } })] };

test.each([
  ['3 of 3 pods ready', {}],
  [
    '2 of 3 pods ready; nginx-deployment-…-x2x: ContainerCreating on kind-worker',
    { ...starting, pods: [...two, waitingPod('x2x', 'kind-worker', 'ContainerCreating')] },
  ],
  [
    '2 of 3 pods ready; nginx-deployment-…-x2x: Pending, 0/3 nodes are available',
    { ...starting, pods: [...two, unscheduledPod('x2x', '0/3 nodes are available')] },
  ],
  ['0 of 0 pods ready; Deployment default/nginx-deployment: it does not exist', { deployments: [], pods: [] }],
  [
    '3 of 3 pods ready; Service default/nginx-nodeport: no ready endpoint for nginx-deployment-5d9f7c8b6d-a, nginx-deployment-5d9f7c8b6d-b, nginx-deployment-5d9f7c8b6d-c',
    { endpointSlices: [] },
  ],
])('a wait says: %s', (line, raw) => {
  expect(waitLine(declaredOf(), stateOf(raw))).toBe(line);
});

test('it is over when the rollouts are through and the Services have their endpoints', () => {
  expect(settled(declaredOf(), stateOf())).toBe(true);
  expect(settled(declaredOf(), stateOf(starting))).toBe(false);
  expect(settled(declaredOf(), stateOf({ endpointSlices: [] }))).toBe(false);
});

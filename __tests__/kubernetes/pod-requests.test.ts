import type { Container } from '../../lib/kubernetes/object';
import { podRequests } from '../../lib/kubernetes/pod-requests';

const container = (cpu: string, restartPolicy?: string): Container => ({
  name: cpu,
  resources: { requests: { cpu } },
  ...(restartPolicy !== undefined && { restartPolicy }),
});
const cpu = (containers: Container[], initContainers: Container[] = []) => podRequests({ containers, initContainers }).cpu;

test('containers add up', () => {
  expect(cpu([container('100m'), container('0.2')])).toBe(300);
});

test('an init container counts where it asks for more than all containers', () => {
  expect(cpu([container('100m'), container('100m')], [container('150m')])).toBe(200);
  expect(cpu([container('100m')], [container('150m'), container('120m')])).toBe(150);
});

test('a sidecar counts with the containers and with the init containers after it', () => {
  expect(cpu([container('100m')], [container('50m', 'Always')])).toBe(150);
  expect(cpu([container('100m')], [container('50m', 'Always'), container('200m')])).toBe(250);
  expect(cpu([container('100m')], [container('200m'), container('50m', 'Always')])).toBe(200);
});

test('a limit stands in for a request, and the overhead comes on top', () => {
  const containers = [{ name: 'a', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } }];
  expect(podRequests({ containers, overhead: { memory: '1Mi' } })).toEqual({ cpu: 100, memory: 2 ** 30 + 2 ** 20 });
});

test('what is no quantity counts as nothing', () => {
  expect(podRequests({ containers: [{ name: 'a', resources: { requests: { cpu: 'much', memory: '-1Gi' } } }] })).toEqual({
    cpu: 0,
    memory: 0,
  });
});

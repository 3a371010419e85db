import { checkDescription } from '../../lib/checks/check';
import type { Description } from '../../lib/checks/description';
import { CONTROL_PLANE, described, worker } from './described';
import { DOCUMENTED } from './documented-clusters';
import { WELL_KNOWN } from './well-known-manifests';

test.each(Object.entries(DOCUMENTED))('no rule fires on what the documentation of kind shows: %s', (_, config) => {
  const description: Description = { clusters: [{ path: 'app/cluster', config, sizes: [] }], objects: [] };
  expect(checkDescription(description)).toEqual([]);
});

const onClusters = Object.entries(WELL_KNOWN).flatMap(([project, { objects, mapped = [] }]) => {
  const extraPortMappings = mapped.map((port) => ({ containerPort: port, hostPort: port }));
  const control = { ...CONTROL_PLANE, extraPortMappings };
  return [
    [project, 'without sizes', described([control, worker(), worker(), worker()], objects)],
    [project, 'of 2 CPUs and 4Gi', described([control, worker('2'), worker('2'), worker('2')], objects)],
  ] as const;
});

test.each(onClusters)('no rule fires on %s, on three workers %s', (_, __, description) => {
  expect(checkDescription(description)).toEqual([]);
});

test('there are enough of both', () => {
  expect(Object.keys(DOCUMENTED).length).toBeGreaterThanOrEqual(15);
  expect(Object.keys(WELL_KNOWN).length).toBeGreaterThanOrEqual(20);
});

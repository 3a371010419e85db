import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Include, Testing } from 'cdk8s';
import type { Description, Problem } from '../../lib/checks/description';
import { KindCluster } from '../../lib/cluster/kind-cluster';
import { Checks } from '../../lib/synth/checks';
import { SynthFailed } from '../../lib/synth/synth-failed';

/** In place of all rules: what a ConfigMap says of itself. */
const check = jest.fn(({ objects }: Description) =>
  objects.flatMap(({ path, object }): Problem[] => {
    const { severity } = (object as { data?: { severity?: Problem['severity'] } }).data ?? {};
    return severity === undefined
      ? []
      : [{ rule: 'port-range', severity, path, message: `it is ${severity}`, fix: 'Leave it out.' }];
  }),
);
jest.mock('../../lib/checks/check', () => ({ checkDescription: check }));
// Not imported, which would load the rules before they are replaced.
const { KindApp, syntheses } = require('../../lib/synth/kind-app') as typeof import('../../lib/synth/kind-app');

let outdir: string;
beforeEach(() => {
  outdir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'kind-app-')), 'dist');
});
afterEach(() => fs.rmSync(path.dirname(outdir), { recursive: true }));

function program() {
  const app = new KindApp({ outdir });
  return { app, cluster: new KindCluster(app, 'cluster'), chart: new Chart(app, 'web', { disableResourceNameHashes: true }) };
}
const configMap = (chart: Chart, id: string, data: Record<string, string> = {}) =>
  new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', data });
const failure = (act: () => unknown): SynthFailed => {
  try {
    act();
  } catch (error) {
    if (error instanceof SynthFailed) return error;
    throw error;
  }
  throw new Error('it did not fail');
};

test('charts go to files of their own, the cluster to a folder that kubectl does not read', () => {
  const { app, chart } = program();
  configMap(chart, 'a');
  configMap(chart, 'b');
  new Chart(app, 'empty');
  expect(app.synth().files.map(({ path }) => path)).toEqual(['kind/cluster.yaml', 'web.k8s.yaml']);
  expect(fs.readFileSync(path.join(outdir, 'web.k8s.yaml'), 'utf8').split('---\n')).toHaveLength(2);
  expect(fs.readFileSync(path.join(outdir, 'kind/cluster.yaml'), 'utf8')).not.toContain('metadata');
  expect(syntheses.at(-1)?.outdir).toBe(outdir);
});

test('the same program gives the same bytes, and leaves the files alone', () => {
  const synth = () => {
    const { app, chart } = program();
    configMap(chart, 'a', { b: '1', a: '2' });
    return app.synth().files.map(({ change }) => change);
  };
  expect(synth()).toEqual(['written', 'written']);
  expect(synth()).toEqual(['unchanged', 'unchanged']);
});

test('charts that depend on one another are numbered in the order in which to apply them', () => {
  const { app, chart } = program();
  const first = new Chart(app, 'zero');
  const object = configMap(first, 'a');
  configMap(chart, 'b').addDependency(object);
  expect([...app.render().files.keys()]).toEqual(['0000-zero.k8s.yaml', '0001-web.k8s.yaml', 'kind/cluster.yaml']);
});

describe('mistakes', () => {
  test('are told all at once, with the paths of their constructs, and nothing is written', () => {
    const { app, cluster, chart } = program();
    configMap(chart, 'a', { severity: 'error' });
    configMap(chart, 'b', { severity: 'error' });
    cluster.node.addValidation({ validate: () => ['its own mistake'] });
    expect(failure(() => app.synth()).findings).toEqual([
      { path: 'cluster', message: 'its own mistake' },
      { path: 'web/a', message: 'it is error\n→ Leave it out. (port-range)' },
      { path: 'web/b', message: 'it is error\n→ Leave it out. (port-range)' },
    ]);
    expect(fs.existsSync(outdir)).toBe(false);
  });

  test('are validations of the constructs, so cdk8s finds them too when it synthesizes a single chart', () => {
    const { chart } = program();
    configMap(chart, 'a', { severity: 'error' });
    expect(() => Testing.synth(chart)).toThrow('[web/a] it is error');
  });

  test('that are mended are gone at the next synth', () => {
    const { app, chart } = program();
    const data: Record<string, string> = { severity: 'error' };
    configMap(chart, 'a', data);
    failure(() => app.synth());
    delete data.severity;
    expect(app.synth().warnings).toEqual([]);
  });

  test('that keep a construct from being written are in the report like any other', () => {
    const { app, chart } = program();
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', data: new Map() });
    configMap(chart, 'b', { severity: 'error' });
    const paths = failure(() => app.synth()).findings.map(({ path }) => path);
    expect(paths).toEqual(['web/a', 'web/b']);
  });

  test('a second cluster is one', () => {
    const { app } = program();
    new KindCluster(app, 'another', { name: 'two' });
    expect(failure(() => app.synth()).message).toContain('another: cluster two is the second one of this app');
  });
});

test('a warning does not fail synth', () => {
  const { app, chart } = program();
  configMap(chart, 'a', { severity: 'warning' });
  expect(app.synth().warnings.map(({ path, message }) => [path, message])).toEqual([['web/a', 'it is warning']]);
});

describe('a check that is off', () => {
  test('is off for a construct and what is in it, with the reason', () => {
    const { app, chart } = program();
    configMap(chart, 'a', { severity: 'error' });
    configMap(new Chart(app, 'other'), 'b', { severity: 'warning' });
    Checks.of(chart).off('port-range', 'made for it');
    const { accepted, warnings } = app.synth();
    expect(accepted.map(({ problem, reason }) => [problem.path, reason])).toEqual([['web/a', 'made for it']]);
    expect(warnings.map(({ path }) => path)).toEqual(['other/b']);
  });

  test('leaves the other checks on', () => {
    const { app, chart } = program();
    configMap(chart, 'a', { severity: 'error' });
    Checks.of(chart).off('node-size', 'made for it');
    failure(() => app.synth());
  });

  test('of no such name is refused, with the one that was likely meant', () => {
    const off = (rule: string) => () => Checks.of(program().chart).off(rule as 'port-range', 'made for it');
    expect(off('port-rnage')).toThrow("Checks.of(web).off('port-rnage', …): there is no such check. Did you mean port-range?");
    expect(off('xyz')).toThrow(/There are .*port-range, .*one-cluster\.$/);
  });

  test('where it finds nothing is noted', () => {
    const { app, chart } = program();
    configMap(chart, 'a', { severity: 'warning' });
    Checks.of(chart).off('port-range', 'made for it').off('node-size', 'once needed');
    expect(app.synth().unused).toEqual([{ path: 'web', rule: 'node-size', reason: 'once needed' }]);
  });

  test('needs a reason', () => {
    expect(() => Checks.of(program().chart).off('port-range', ' ')).toThrow('needs the reason');
  });
});

test('a cluster in an app that is no KindApp is refused', () => {
  const app = new App({ outdir }) as InstanceType<typeof KindApp>;
  expect(() => new KindCluster(app, 'cluster')).toThrow('its app is no KindApp. Write new KindApp() instead of new App().');
});

test('an object whose kind ends in "List" and whose items are no objects is one object', () => {
  const { app, chart } = program();
  new ApiObject(chart, 'a', { apiVersion: 'example.com/v1', kind: 'AllowList', items: ['1.2.3.4'] });
  app.render();
  expect(check.mock.lastCall?.[0].objects.map(({ object }) => object.kind)).toEqual(['AllowList']);
});

test('the checks see every object: of cdk8s, of an Include, in a List', () => {
  const { app, chart } = program();
  const file = path.join(path.dirname(outdir), 'list.yaml');
  fs.writeFileSync(
    file,
    'apiVersion: v1\nkind: List\nmetadata: {name: l}\nitems: [{apiVersion: v1, kind: Secret, metadata: {name: s}}, {apiVersion: v1, kind: Pod, metadata: {name: p}}]',
  );
  configMap(chart, 'a');
  new Include(chart, 'included', { url: file });
  app.render();
  const { objects = [], clusters = [] } = check.mock.lastCall?.[0] ?? {};
  expect(objects.map(({ object }) => object.kind)).toEqual(['ConfigMap', 'Secret', 'Pod']);
  expect(clusters.map(({ path, sizes }) => [path, sizes])).toEqual([['cluster', [undefined]]]);
});

import { ApiObject, type App, Chart, DependencyGraph } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * The charts in the order in which they have to be applied.
 *
 * As in cdk8s's own App.synth, which does it anew for every chart: a construct that depends on another makes its chart depend
 * on the other's, and its objects on the other's objects.
 *
 * @returns also whether any chart depends on another, so that the order matters
 * @see https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts
 */
export function orderCharts(app: App): { charts: Chart[]; ordered: boolean } {
  let ordered = false;
  const constructs = app.node.findAll();
  for (const chart of constructs.filter(Chart.isChart)) {
    for (const child of chart.node.children.filter(Chart.isChart)) {
      chart.addDependency(child);
      ordered = true;
    }
  }
  const dependencies = constructs.flatMap((source) => source.node.dependencies.map((target) => ({ source, target })));
  for (const { source, target } of dependencies) {
    const [from, to] = [Chart.of(source), Chart.of(target)];
    if (from !== to) {
      from.addDependency(to);
      ordered = true;
    }
    for (const object of objectsIn(source, from)) {
      const before = objectsIn(target, to).filter((other) => other !== object);
      if (before.length > 0) object.addDependency(...before);
    }
  }
  return { charts: app.charts, ordered };
}

/** The objects of a chart, those first that others depend on. */
export function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((c): c is ApiObject => ApiObject.isApiObject(c) && Chart.of(c) === chart);
}

function objectsIn(scope: IConstruct, chart: Chart): ApiObject[] {
  return scope.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c) && Chart.of(c) === chart);
}

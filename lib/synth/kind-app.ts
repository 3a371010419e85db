import { App, Names, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Description, Problem } from '../checks/description';
import { KIND_APP, KindCluster } from '../cluster/kind-cluster';
import { type WrittenFile, writeOutput } from '../output/output-folder';
import { placeFor } from '../output/stage';
import { objectsOf, orderCharts } from './chart-order';
import type { AcceptedProblem, UnusedException } from './checks';
import { type Examination, examine } from './examine';
import { type Mistake, problemText } from './report';
import { SynthFailed } from './synth-failed';

export interface KindAppProps {
  /**
   * The folder that synth writes to.
   *
   * @default the environment's CDK8S_OUTDIR, else 'dist'
   */
  readonly outdir?: string;
}

/** What a synth did. */
export interface Synthesis {
  readonly description: Description;
  /** The folder that it wrote to, and what became of the files in it. */
  readonly outdir: string;
  readonly files: readonly WrittenFile[];
  readonly warnings: readonly Problem[];
  readonly accepted: readonly AcceptedProblem[];
  readonly unused: readonly UnusedException[];
}

/** Every synth of this process: the command line runs main.ts, but does not see the app in it. */
export const syntheses: Synthesis[] = [];

/**
 * An app with a kind cluster in it: the checks look at the cluster and the workloads together, and the cluster gets a file of
 * its own.
 *
 * Unlike cdk8s's App it writes only what has changed, and nothing at all when something is wrong.
 */
export class KindApp extends App {
  readonly [KIND_APP] = true;
  private examination?: Examination;
  private readonly checked = new Set<IConstruct>();

  constructor(props: KindAppProps = {}) {
    super(props);
    this.node.addValidation({ validate: () => this.check() });
  }

  /**
   * Writes the charts to `<outdir>/*.k8s.yaml`, the cluster to `<outdir>/kind/cluster.yaml`, and what its sized nodes mount to
   * `<outdir>/kind/nodes/`.
   *
   * @throws SynthFailed with everything that is wrong, before anything is written
   */
  override synth(): Synthesis {
    const { files, examination } = this.render();
    const { description, warnings, accepted, unused } = examination;
    const place = placeFor(this.outdir);
    const written = place === undefined ? [] : writeOutput(place, files);
    const synthesis = { description, outdir: this.outdir, files: written, warnings, accepted, unused };
    syntheses.push(synthesis);
    return synthesis;
  }

  /**
   * The files that `synth` writes, by their path below the output folder, and what the checks say.
   *
   * @throws SynthFailed with everything that is wrong
   */
  render(): { files: Map<string, string>; examination: Examination } {
    const { charts, ordered } = orderCharts(this);
    const examination = this.validated();
    const files = new Map<string, string>();
    for (const chart of charts.filter((chart) => !KindCluster.isKindCluster(chart))) {
      const documents = objectsOf(chart).map((object) => examination.manifests.get(object));
      if (documents.length === 0) continue;
      const prefix = ordered ? `${String(files.size).padStart(4, '0')}-` : '';
      files.set(`${prefix}${Names.toDnsLabel(chart)}.k8s.yaml`, Yaml.stringify(...documents));
    }
    for (const cluster of charts.filter(KindCluster.isKindCluster)) {
      files.set('kind/cluster.yaml', Yaml.stringify(cluster.toKindConfig()));
      for (const [path, text] of cluster.nodeFiles()) files.set(path, text);
    }
    return { files, examination };
  }

  private validated(): Examination {
    const findings = this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((message): Mistake => ({ path: node.path, message })));
    if (findings.length > 0) throw new SynthFailed(findings);
    return this.examination ?? examine(this);
  }

  /**
   * Runs the checks, once for the whole app, and gives each construct that they find fault with a validation that says so. The app
   * is the first construct that cdk8s validates, so the others have theirs in time.
   */
  private check(): string[] {
    this.examination = examine(this);
    for (const construct of this.examination.errors.keys()) {
      if (construct === this || this.checked.has(construct)) continue;
      this.checked.add(construct);
      construct.node.addValidation({ validate: () => this.errorsOf(construct) });
    }
    return this.errorsOf(this);
  }

  private errorsOf(construct: IConstruct): string[] {
    return (this.examination?.errors.get(construct) ?? []).map(problemText);
  }
}

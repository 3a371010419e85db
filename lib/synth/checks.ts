import type { IConstruct } from 'constructs';
import type { Problem } from '../checks/description';

const METADATA_TYPE = 'cdk8s-kind/check-off';

interface Exception {
  readonly rule: string;
  readonly reason: string;
}

/** A problem that the program accepts, and why. */
export interface AcceptedProblem {
  readonly problem: Problem;
  readonly reason: string;
}

/**
 * The checks of one construct and of what is in it.
 *
 * @example
 * Checks.of(nginx).off('pod-fits', 'a bigger node is added by hand');
 */
export class Checks {
  static of(construct: IConstruct): Checks {
    return new Checks(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Accepts what a rule finds wrong here: it no longer fails synth or warns, and synth prints it with the reason.
   *
   * @param rule its name, as the message has it at its end
   * @throws Error when there is no reason
   */
  off(rule: string, reason: string): this {
    if (reason.trim() === '') {
      throw new Error(`Checks.of(${this.construct.node.path}).off('${rule}', …) needs the reason why it is accepted.`);
    }
    this.construct.node.addMetadata(METADATA_TYPE, { rule, reason } satisfies Exception);
    return this;
  }

  /** Why a problem of this construct is accepted; undefined when it is not. */
  reasonToAccept(problem: Problem): string | undefined {
    for (const { node } of [...this.construct.node.scopes].reverse()) {
      const exceptions = node.metadata.filter(({ type }) => type === METADATA_TYPE).map(({ data }) => data as Exception);
      const exception = exceptions.find(({ rule }) => rule === problem.rule);
      if (exception !== undefined) return exception.reason;
    }
    return undefined;
  }
}

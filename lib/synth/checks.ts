import type { IConstruct } from 'constructs';
import type { Problem } from '../checks/description';
import { RULES, type RuleName } from '../checks/rules';
import { nearest } from '../cluster/nearest';

/** What synth itself finds wrong, beside the rules of lib/checks. */
const OWN_RULES = ['serializable', 'one-cluster'] as const;

/** The name of a check, as a message has it at its end. */
export type CheckName = RuleName | (typeof OWN_RULES)[number];

const METADATA_TYPE = 'cdk8s-kind/check-off';

/** A check that is off for a construct. */
export interface Exception {
  readonly rule: string;
  readonly reason: string;
}

/** A check that is off where it finds nothing. */
export interface UnusedException extends Exception {
  /** The path of the construct. */
  readonly path: string;
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
   * @throws Error when there is no such rule, or no reason
   */
  off(rule: CheckName, reason: string): this {
    const names = [...Object.keys(RULES), ...OWN_RULES];
    if (!names.includes(rule)) {
      const meant = nearest(rule, names);
      throw new Error(
        `Checks.of(${this.construct.node.path}).off('${rule}', …): there is no such check. ` +
          (meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`),
      );
    }
    if (reason.trim() === '') {
      throw new Error(`Checks.of(${this.construct.node.path}).off('${rule}', …) needs the reason why it is accepted.`);
    }
    this.construct.node.addMetadata(METADATA_TYPE, { rule, reason } satisfies Exception);
    return this;
  }

  /** What is off here. */
  exceptions(): Exception[] {
    return this.construct.node.metadata.filter(({ type }) => type === METADATA_TYPE).map(({ data }) => data as Exception);
  }

  /** The exception that a problem of this construct is accepted for, its own or that of one that it is in; undefined without. */
  exceptionFor(problem: Problem): Exception | undefined {
    return [...this.construct.node.scopes]
      .reverse()
      .flatMap((scope) => Checks.of(scope).exceptions())
      .find(({ rule }) => rule === problem.rule);
  }
}

import { failureReport, type Mistake } from './report';

/** The description has mistakes; the message is the report of all of them. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';

  constructor(readonly findings: readonly Mistake[]) {
    super(failureReport(findings));
  }
}

import type { StepFailure } from '@entra-aws-creds/core/services';

/** A failure with the status that it is answered with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly failure: StepFailure;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    failure: StepFailure,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
    this.headers = headers;
  }
}

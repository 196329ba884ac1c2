/** How often a step calls for one answer, and until when. */
export interface RetryPolicy {
  /** How often one call is made at the most; 1: never again. */
  readonly maxAttempts: number;
  /** When the step must be over. */
  readonly until: Date;
  /** Aborted when the step is to end now; its reason is the {@link StepFailure} that says why. */
  readonly signal: AbortSignal;
  /** Tells the reader of the log that a call is made again. */
  tell(line: string): void;
}

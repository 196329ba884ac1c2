import type { RawInputs } from '../1-inputs/input-name.ts';
import type { PipelineRun } from '../1-inputs/session-name.ts';

/** A variable by another name that tasks of the same CI system look for. */
export interface VariableAlias {
  readonly name: string;
  readonly secret: boolean;
}

/**
 * A CI system, as small as core needs it. Texts handed to `info`, `warning`, `error`, `fail` and `report`
 * are single lines without secrets; values are printable and free of line breaks.
 */
export interface Host extends RawInputs {
  readonly run: PipelineRun;
  /** Further names of exported variables, by the name that core exports. */
  readonly aliases: Readonly<Record<string, VariableAlias>>;

  /** From now on the log shows `***` for this text: one line, not empty. */
  mask(text: string): void;

  info(line: string): void;
  warning(line: string): void;
  error(line: string): void;
  /** Ends the step as failed. */
  fail(line: string): void;
  /** A table for people: where the CI system has a summary, there, else in the log. */
  report(title: string, rows: readonly ReportRow[]): void;

  /** Why results, or these variables of all, would not reach the steps that follow. */
  obstacle(
    variables: readonly { readonly name: string; readonly secret: boolean }[],
  ): string | undefined;
  exportVariable(name: string, value: string, secret: boolean): void;
  /** What a variable holds in this step, whoever set it. */
  currentValue(name: string): string | undefined;
  setOutput(name: OutputName, value: string, secret: boolean): void;

  /** Keeps text that is no secret for the clean-up of this very step. */
  remember(text: string): void;
  /** What {@link remember} kept; empty when the main step never came to it. */
  recall(): string;
}

export type ReportRow = readonly [label: string, value: string];

export type OutputName =
  | 'aws-account-id'
  | 'aws-expiration'
  | 'assumed-role-arn'
  | 'token-issuer'
  | 'token-audience'
  | 'token-subject'
  | 'aws-access-key-id'
  | 'aws-secret-access-key'
  | 'aws-session-token';

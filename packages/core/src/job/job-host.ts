import type { RawInputs } from '../1-inputs/input-name.ts';
import type { PipelineRun } from './pipeline-run.ts';

/** A variable by another name that tasks of the same CI system look for. */
interface VariableAlias {
  readonly name: string;
  readonly secret: boolean;
}

/**
 * A CI system, as small as core needs it. Texts handed to `info`, `warning`, `error`, `fail` and `report`
 * are single lines without secrets; values are printable and free of line breaks.
 */
export interface JobHost extends RawInputs {
  readonly run: PipelineRun;
  /** A folder that is emptied after the job; empty when the CI system names none. */
  readonly temporaryDirectory: string;
  /** Node and our bundle that prints fresh credentials, as they will be there for the whole job. */
  readonly credentialProcess: ProcessProgram;
  /** Further names of exported variables, by the name that core exports. */
  readonly aliases: Readonly<Record<string, VariableAlias>>;

  /** From now on the log shows `***` for each of these texts: lines, none of them empty. */
  mask(texts: readonly string[]): void;

  info(line: string): void;
  /** `location`: a file of the pipeline author's that the warning is about. */
  warning(line: string, location?: SourceLocation): void;
  error(line: string): void;
  /** Ends the step as failed. */
  fail(line: string): void;
  /** For people: where the CI system has a summary, there, else in the log. */
  report(report: Report): void;

  /** Why results, or these variables of all, would not reach the steps that follow. */
  obstacle(
    variables: readonly { readonly name: string; readonly secret: boolean }[],
  ): string | undefined;
  /** Whether every step that follows has this very value already, which it may be forbidden to set again. */
  isThere(variable: JobVariable): boolean;
  /**
   * Hands all of it to the steps that follow.
   *
   * @throws Error that says what could not be written, and why; nothing of it reaches them then
   */
  handOver(variables: readonly JobVariable[], outputs: readonly StepOutput[]): void;
  /** What a variable holds in this step, whoever set it. */
  currentValue(name: string): string | undefined;

  /** Keeps text that is not secret for the clean-up of this very step. @throws Error like {@link handOver} */
  remember(text: string): void;
  /** What {@link remember} kept; empty when the main step never came to it. */
  recall(): string;
}

/** A program of ours, as an AWS configuration file names it. */
export interface ProcessProgram {
  readonly node: string;
  readonly script: string;
  /** What stands between the script and what it is about; plain words. */
  readonly words?: readonly string[];
}

/** A variable for the steps that follow. */
export interface JobVariable {
  readonly name: string;
  readonly value: string;
  /** Kept by the CI system as a secret; such a variable does not reach a script's environment. */
  readonly secret: boolean;
}

export interface StepOutput {
  readonly name: OutputName;
  readonly value: string;
  readonly secret: boolean;
}

/** A line of a file, which the CI system may show with its changes. */
export interface SourceLocation {
  /** As the pipeline author wrote it: absolute, or relative to the working folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What a step leaves for people to read, whatever became of it. */
export interface Report {
  readonly title: string;
  /** A table. */
  readonly rows: readonly ReportRow[];
  readonly documents: readonly ReportDocument[];
}

/** JSON to copy. Its lines are printable, without secrets, and begin with space, a bracket or a double quote. */
export interface ReportDocument {
  readonly title: string;
  readonly json: string;
}

export type ReportRow = readonly [label: string, value: string];

export type OutputName =
  | 'aws-account-id'
  | 'aws-expiration'
  | 'assumed-role-arn'
  | 'token-issuer'
  | 'token-audience'
  | 'token-subject'
  | 'certificate-expiration'
  | 'certificate-days-left'
  | 'aws-access-key-id'
  | 'aws-secret-access-key'
  | 'aws-session-token';

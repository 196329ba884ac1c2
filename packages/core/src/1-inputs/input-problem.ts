import type { FailureCode } from '../failure/failure-code.ts';

/**
 * A value that cannot be what its type promises. Thrown by the parsers in this folder;
 * the {@link InputReader} adds the name of the input and collects it with the others.
 * `reason` completes the sentence «"input" …»; neither text holds a secret.
 */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  readonly code: FailureCode;
  readonly hint: string;

  constructor(reason: string, hint: string, code: FailureCode = 'EAC_INPUT_INVALID') {
    super(reason);
    this.code = code;
    this.hint = hint;
  }
}

import type { Transient } from '../retry/transient.ts';
import { plainText } from '../text/log-line.ts';
import { addressOf } from './documentation.ts';
import type { FailureCode } from './failure-code.ts';

/** What the service itself said, kept so that its support can find the request. */
export interface ServiceAnswer {
  readonly service:
    | 'Entra'
    | 'Graph'
    | 'STS'
    | 'IAM'
    | 'Organizations'
    | 'CloudFormation'
    | 'CloudWatch'
    | 'SQS'
    | 'Step Functions'
    | 'Secrets Manager'
    | 'AWS sign-in'
    | 'CI system'
    | 'Azure'
    | 'directory API';
  /** HTTP status, when there was an answer at all. */
  readonly status?: number | undefined;
  /** `AADSTS…` or the error code of STS or IAM. */
  readonly code?: string | undefined;
  /** Entra correlation id, or the request id of another service. */
  readonly requestId?: string | undefined;
  /** The service's own sentence. Untrusted text. */
  readonly message?: string | undefined;
}

/** What would be right, for people to copy. */
export interface Correction {
  /** A heading over it. */
  readonly what: string;
  readonly value: object;
}

interface FailureDetails {
  readonly cause?: unknown;
  readonly answer?: ServiceAnswer | undefined;
  readonly parts?: readonly StepFailure[];
  readonly transient?: Transient | undefined;
  readonly notes?: readonly string[];
  readonly corrections?: readonly Correction[];
}

/** Room for a trust policy in one line, which can be copied whole. */
const LONGEST_NOTE = 5_000;

/**
 * The only error that leaves core: what happened (`message`), what to do about it
 * (`hint`), under a stable `code`. Neither text ever holds a secret.
 */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly code: FailureCode;
  readonly hint: string;
  readonly answer: ServiceAnswer | undefined;
  /** The single failures that this one sums up. */
  readonly parts: readonly StepFailure[];
  /** Undefined: the same call would fail again. */
  readonly transient: Transient | undefined;
  /** What helps to put it right and is too long for the hint: lines to follow the failure. */
  readonly notes: readonly string[];
  readonly corrections: readonly Correction[];

  constructor(code: FailureCode, message: string, hint: string, options: FailureDetails = {}) {
    super(plainText(message, 2_000));
    this.code = code;
    this.hint = plainText(hint, 2_000);
    this.answer = options.answer;
    this.parts = options.parts ?? [];
    this.transient = options.transient;
    this.notes = (options.notes ?? []).map((note) => plainText(note, LONGEST_NOTE));
    this.corrections = options.corrections ?? [];
    // Not enumerable: a logger that walks the error must not print what a library kept in its own.
    if (options.cause !== undefined) {
      Object.defineProperty(this, 'cause', { value: options.cause, enumerable: false });
    }
  }

  /**
   * One line for the job log: code, what happened, what the service said, what to do, where to read more.
   *
   * @param redact takes secrets out of what the service said before that is cut to a length
   */
  describe(redact: Redact = asItIs): string {
    return `${this.code}: ${this.whatHappened(redact)} ${this.hint} See ${addressOf(this.code)}`;
  }

  /** The same without the code, and without what to do about it. */
  whatHappened(redact: Redact = asItIs): string {
    const said = this.answer === undefined ? '' : ` ${describeAnswer(this.answer, redact)}`;
    return `${this.message}${said}`;
  }

  /** This failure with a sentence more about what happened. */
  withRemark(remark: string): StepFailure {
    if (remark === '') return this;
    return new StepFailure(this.code, `${this.message} ${remark}`, this.hint, this);
  }

  /** This failure as one of several that look alike: of `what` it is, first of all. */
  concerning(what: string): StepFailure {
    return new StepFailure(this.code, `${what}: ${this.message}`, this.hint, this);
  }

  /**
   * This failure with every text of it as `reword` has it, and without the exception that it came of, which
   * may hold what the texts must not.
   */
  reworded(reword: (text: string) => string): StepFailure {
    const said = (text: string | undefined) => (text === undefined ? undefined : reword(text));
    const { answer } = this;
    return new StepFailure(this.code, reword(this.message), reword(this.hint), {
      answer: answer && {
        ...answer,
        code: said(answer.code),
        requestId: said(answer.requestId),
        message: said(answer.message),
      },
      parts: this.parts.map((part) => part.reworded(reword)),
      transient: this.transient,
      notes: this.notes.map(reword),
      corrections: this.corrections,
    });
  }

  /** This failure, followed by these lines, and with what to copy. */
  withNotes(
    notes: readonly string[],
    corrections: readonly Correction[] = this.corrections,
  ): StepFailure {
    const { code, message, hint } = this;
    return new StepFailure(code, message, hint, { ...this, cause: this.cause, notes, corrections });
  }
}

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;
const asItIs: Redact = (text) => text;

function describeAnswer(answer: ServiceAnswer, redact: Redact): string {
  const { service, status, code, requestId, message } = answer;
  const facts = [
    status === undefined ? undefined : `HTTP ${status}`,
    code === undefined ? undefined : plainText(redact(code), 100),
    requestId === undefined
      ? undefined
      : `${service === 'Entra' ? 'correlation id' : 'request id'} ${plainText(redact(requestId), 100)}`,
  ].filter((fact) => fact !== undefined);
  const text = message === undefined ? '' : `: "${plainText(redact(message), 500)}"`;
  return `[${service} said ${facts.join(', ') || 'nothing more'}${text}]`;
}

/** Anything thrown, as a {@link StepFailure}; what core did not foresee becomes `EAC_INTERNAL`. */
export function asStepFailure(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new StepFailure(
    'EAC_INTERNAL',
    // The library's own message is left out: it may quote what it choked on.
    `Something failed that never should (${name}).`,
    'Report it with the steps that led here; nothing was exported.',
    { cause: error },
  );
}

import { plainText } from '../text/log-line.ts';
import { addressOf } from './documentation.ts';

/**
 * Every way this product can fail. The codes are part of the interface: they are
 * never renamed, and `docs/troubleshooting.md` has a heading for each.
 */
export const FAILURE_CODES = [
  'EAC_INPUT_MISSING',
  'EAC_INPUT_INVALID',
  'EAC_INPUT_CONFLICT',
  'EAC_INPUT_NOT_EXPANDED',
  'EAC_INPUTS_WRONG',
  'EAC_CA_FILE',
  'EAC_CERTIFICATE_FILE',
  'EAC_SECURE_FILE',
  'EAC_CERTIFICATE_UNREADABLE',
  'EAC_CERTIFICATE_FORM',
  'EAC_CERTIFICATE_INCOMPLETE',
  'EAC_CERTIFICATE_PASSWORD',
  'EAC_CERTIFICATE_KEY_TYPE',
  'EAC_CERTIFICATE_KEY_MISMATCH',
  'EAC_CERTIFICATE_EXPIRED',
  'EAC_CERTIFICATE_NOT_YET_VALID',
  'EAC_SERVICE_CONNECTION',
  'EAC_OIDC_UNAVAILABLE',
  'EAC_OIDC_UNREACHABLE',
  'EAC_OIDC_REFUSED',
  'EAC_OIDC_TOKEN',
  'EAC_MANAGED_IDENTITY_ENDPOINT',
  'EAC_MANAGED_IDENTITY_UNREACHABLE',
  'EAC_MANAGED_IDENTITY_UNAVAILABLE',
  'EAC_MANAGED_IDENTITY_REFUSED',
  'EAC_MANAGED_IDENTITY_CHALLENGE',
  'EAC_PROXY',
  'EAC_PROXY_CREDENTIALS',
  'EAC_PROXY_REFUSED',
  'EAC_ENTRA_UNREACHABLE',
  'EAC_ENTRA_TIMEOUT',
  'EAC_ENTRA_TLS',
  'EAC_ENTRA_ANSWER',
  'EAC_ENTRA_UNAVAILABLE',
  'EAC_ENTRA_REFUSED',
  'EAC_ENTRA_TENANT_UNKNOWN',
  'EAC_ENTRA_APP_UNKNOWN',
  'EAC_ENTRA_AUDIENCE_UNKNOWN',
  'EAC_ENTRA_CERTIFICATE_REFUSED',
  'EAC_ENTRA_FEDERATION_REFUSED',
  'EAC_ENTRA_CLOCK',
  'EAC_ENTRA_POLICY_BLOCKS',
  'EAC_LOGIN_NEEDED',
  'EAC_LOGIN_REFUSED',
  'EAC_LOGIN_TIMEOUT',
  'EAC_LOGIN_CACHE',
  'EAC_TOKEN_UNREADABLE',
  'EAC_TOKEN_TENANT',
  'EAC_TOKEN_EXPIRING',
  'EAC_TOKEN_AWS_CLAIM',
  'EAC_STS_UNREACHABLE',
  'EAC_STS_TIMEOUT',
  'EAC_STS_TLS',
  'EAC_STS_ANSWER',
  'EAC_STS_UNAVAILABLE',
  'EAC_STS_REFUSED',
  'EAC_STS_ACCESS_DENIED',
  'EAC_STS_CHAIN_DENIED',
  'EAC_STS_AUDIENCE_REFUSED',
  'EAC_STS_PROVIDER_MISSING',
  'EAC_STS_TOKEN_NOT_VALIDATED',
  'EAC_STS_TOKEN_REFUSED',
  'EAC_STS_ROLE_NOT_IN_TOKEN',
  'EAC_STS_REGION_DISABLED',
  'EAC_ROLES_FAILED',
  'EAC_ACCOUNT_NOT_ALLOWED',
  'EAC_TRUST_POLICY_FILE',
  'EAC_TRUST_POLICY_ENDPOINT',
  'EAC_TRUST_POLICY_DENIED',
  'EAC_TRUST_POLICY_UNAVAILABLE',
  'EAC_TRUST_POLICY_UNREADABLE',
  'EAC_TRUST_POLICY_REFUSES',
  'EAC_TRUST_POLICY_CANNOT_TELL',
  'EAC_TRUST_POLICY_WIDE',
  'EAC_TRUST_POLICY_FAILED',
  'EAC_ADMIN_CREDENTIALS',
  'EAC_GRAPH_UNREACHABLE',
  'EAC_GRAPH_UNAVAILABLE',
  'EAC_GRAPH_ANSWER',
  'EAC_GRAPH_DENIED',
  'EAC_GRAPH_REFUSED',
  'EAC_GRAPH_POLICY',
  'EAC_GRAPH_QUOTA',
  'EAC_IAM_UNREACHABLE',
  'EAC_IAM_UNAVAILABLE',
  'EAC_IAM_ANSWER',
  'EAC_IAM_DENIED',
  'EAC_IAM_REFUSED',
  'EAC_IAM_QUOTA',
  'EAC_BINDING_FOREIGN',
  'EAC_BINDING_CONFLICT',
  'EAC_BINDING_MISSING',
  'EAC_BINDING_NOT_SETTLED',
  'EAC_BINDING_PLAN_STALE',
  'EAC_BINDING_NOT_PROVED',
  'EAC_BINDING_LAST_CERTIFICATE',
  'EAC_CONSOLE_UNREACHABLE',
  'EAC_CONSOLE_REFUSED',
  'EAC_EXPORT_BLOCKED',
  'EAC_PROFILE_FILES',
  'EAC_RENEWAL_PLAN',
  'EAC_NO_CREDENTIALS',
  'EAC_TIME_LIMIT',
  'EAC_CANCELLED',
  'EAC_INTERNAL',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** What the service itself said, kept so that its support can find the request. */
export interface ServiceAnswer {
  readonly service: 'Entra' | 'Graph' | 'STS' | 'IAM' | 'AWS sign-in' | 'CI system' | 'Azure';
  /** HTTP status, when there was an answer at all. */
  readonly status?: number | undefined;
  /** `AADSTS…` or the error code of STS or IAM. */
  readonly code?: string | undefined;
  /** Entra correlation id, or the request id of another service. */
  readonly requestId?: string | undefined;
  /** The service's own sentence. Untrusted text. */
  readonly message?: string | undefined;
}

/** A failure that may be gone when the same call is made again. */
export interface Transient {
  /** How long the service asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
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

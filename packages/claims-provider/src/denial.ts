import type { WhyDenied } from './rules/decide.ts';

/**
 * Why a sign-in is denied. The words stand in the log and in the answer; docs/privileges.md has a row for each.
 * With the status that Entra gets: every one but 200 makes it refuse the sign-in.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-extension-troubleshoot#error-behavior
 */
export const DENIALS = {
  'caller-refused': 401,
  'not-a-callout': 400,
  'no-role': 403,
  'tag-value': 403,
  'source-identity': 403,
  'claims-too-large': 403,
  'keys-unavailable': 503,
  'identity-unavailable': 503,
  'directory-refused': 503,
  'directory-unavailable': 503,
  'directory-answer': 503,
  'too-late': 503,
  internal: 500,
} as const satisfies Readonly<Record<string, number>> & Readonly<Record<WhyDenied, number>>;

export type DenialReason = keyof typeof DENIALS;

/** Ends a sign-in. Nothing of it says who the person is. */
export class Denial extends Error {
  override readonly name = 'Denial';
  readonly reason: DenialReason;

  /** @param message what was found, for the log: no secrets, no personal data */
  constructor(reason: DenialReason, message: string, cause?: unknown) {
    super(message);
    this.reason = reason;
    // Not enumerable: what prints the error must not print what a library kept in its own.
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause });
  }
}

/** Anything thrown, as a denial: nothing that was not foreseen opens anything. */
export function asDenial(error: unknown): Denial {
  if (error instanceof Denial) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new Denial('internal', `Something failed that never should (${name})`, error);
}

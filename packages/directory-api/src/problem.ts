import { asStepFailure, type FailureCode, StepFailure } from '@entra-aws-creds/core/programs';
import { addressOf } from '@entra-aws-creds/core/services';
import { type ApiResponse, jsonResponse } from './http.ts';
import { Refusal } from './refusal.ts';

/** What failures of the modules below are answered with; 500 for all others. */
const STATUS: Readonly<Partial<Record<FailureCode, number>>> = {
  EAC_BINDING_MISSING: 404,
  EAC_BINDING_FOREIGN: 409,
  EAC_BINDING_CONFLICT: 409,
  EAC_REMOVAL_BRAKE: 409,
  EAC_GRAPH_QUOTA: 409,
  EAC_GRAPH_POLICY: 409,
  EAC_CERTIFICATE_UNREADABLE: 422,
  EAC_GRAPH_ANSWER: 502,
  EAC_GRAPH_DENIED: 502,
  EAC_GRAPH_REFUSED: 502,
  EAC_GRAPH_UNREACHABLE: 503,
  EAC_GRAPH_UNAVAILABLE: 503,
  EAC_MANAGED_IDENTITY_UNAVAILABLE: 503,
  EAC_MANAGED_IDENTITY_UNREACHABLE: 503,
  EAC_API_KEYS: 503,
};

/** The hints of the command line name its flags, which nobody has here. */
const HINTS: Readonly<Partial<Record<FailureCode, string>>> = {
  EAC_BINDING_CONFLICT:
    'Look at the application in Entra, also among the deleted ones, and remove what stands in the way.',
  EAC_BINDING_MISSING: 'Send the binding with PUT first.',
};

const USUAL_PAUSE_MS = 5_000;

/** Anything thrown, as what it is answered with. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const failure = asStepFailure(error);
  const status = STATUS[failure.code] ?? 500;
  const pauseMs = failure.transient?.retryAfterMs ?? USUAL_PAUSE_MS;
  return new Refusal(status, failure, status === 503 ? retryAfter(pauseMs) : {});
}

/**
 * The answer to what was refused.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problemResponse({ status, failure, headers }: Refusal): ApiResponse {
  const { code, hint } = failure;
  const problem = {
    type: addressOf(code),
    title: failure.message,
    status,
    detail: failure.whatHappened(),
    hint: HINTS[code] ?? hint,
    code,
  };
  return jsonResponse(status, problem, headers, 'application/problem+json');
}

/** Whole seconds, and one at the least. */
export function retryAfter(milliseconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(Math.max(1, Math.ceil(milliseconds / 1_000))) };
}

export function requestRefusal(
  status: number,
  message: string,
  hint: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(status, new StepFailure('EAC_API_REQUEST', message, hint), headers);
}

import { retryAfterMs } from './retry-after.ts';

/** A failure that may be gone when the same call is made again. */
export interface Transient {
  /** How long the service asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
}

/** Whether a service that answers like this may answer otherwise when it is asked the same again. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || status >= 500;
}

/** The failure that an answer with such a status stands for; header names are lower case. */
export function transientAnswer(
  {
    status,
    headers,
  }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  now: Date,
): Transient | undefined {
  return isTransientStatus(status) ? { retryAfterMs: retryAfterMs(headers, now) } : undefined;
}

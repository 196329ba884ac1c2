/** When a request is given up. */
export interface RequestLimits {
  /** From the first byte of the connection to the last byte of the answer. */
  readonly milliseconds: number;
  /** Calls off every request; its reason is what they fail with. */
  readonly signal: AbortSignal;
}

/** A dead connection must leave time for another attempt. */
const SHARE_OF_THE_STEP = 4;
const LONGEST_MS = 30_000;
const SHORTEST_MS = 1_000;

/** How long one request may take in a step of so many seconds. */
export function requestLimitMs(stepSeconds: number): number {
  const share = (stepSeconds * 1000) / SHARE_OF_THE_STEP;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, share));
}

/** For what runs in no step: nothing calls it off but its own time. */
export function unlimited(): RequestLimits {
  return { milliseconds: LONGEST_MS, signal: new AbortController().signal };
}

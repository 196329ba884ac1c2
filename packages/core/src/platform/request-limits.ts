/** When a request is given up. */
export interface RequestLimits {
  /** For a request that begins now, from the first byte of the connection to the last byte of the answer. */
  milliseconds(): number;
  /** Calls off every request; its reason is what they fail with. */
  readonly signal: AbortSignal;
}

/** A dead connection must leave time for another attempt. */
const SHARE_OF_THE_STEP = 4;
const LONGEST_MS = 30_000;
const SHORTEST_MS = 1_000;

/** What is left of the step when its last request is given up, so that it says itself what it waited for. */
const SHARE_TO_SAY_SO = 10;
const LONGEST_TO_SAY_SO_MS = 5_000;

/**
 * How long one request may take in a step of so many seconds.
 *
 * @param leftMs until the step must be over; the request is always given up before that
 */
export function requestLimitMs(stepSeconds: number, leftMs: number): number {
  const stepMs = stepSeconds * 1000;
  const usual = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, stepMs / SHARE_OF_THE_STEP));
  const toSaySo = Math.min(LONGEST_TO_SAY_SO_MS, stepMs / SHARE_TO_SAY_SO);
  return Math.min(usual, Math.max(leftMs - toSaySo, leftMs / 2));
}

/** For what runs in no step: nothing calls it off but its own time. */
export function unlimited(): RequestLimits {
  return { milliseconds: () => LONGEST_MS, signal: new AbortController().signal };
}

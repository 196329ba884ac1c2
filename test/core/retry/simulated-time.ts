import type { RetryPolicy } from '../../../packages/core/src/retry/retry-policy.ts';

/** A clock that only moves when somebody waits, and what happened by it. */
export class SimulatedTime {
  nowMs = Date.parse('2026-06-01T12:00:00Z');
  readonly waited: number[] = [];
  readonly told: string[] = [];
  readonly ending = new AbortController();
  /** Aborts the signal when the clock comes to it. */
  endsAtMs = Number.POSITIVE_INFINITY;
  fraction = 0;

  platform(limits: { maxAttempts: number; seconds: number }): {
    clock: { now(): Date };
    wait(milliseconds: number, signal: AbortSignal): Promise<void>;
    randomFraction(): number;
    retryPolicy: RetryPolicy;
  } {
    return {
      clock: { now: () => new Date(this.nowMs) },
      wait: async (milliseconds, signal) => {
        this.waited.push(milliseconds);
        this.pass(milliseconds);
        signal.throwIfAborted();
      },
      randomFraction: () => this.fraction,
      retryPolicy: {
        maxAttempts: limits.maxAttempts,
        until: new Date(this.nowMs + limits.seconds * 1000),
        signal: this.ending.signal,
        tell: (line) => this.told.push(line),
      },
    };
  }

  pass(milliseconds: number): void {
    this.nowMs += milliseconds;
    if (this.nowMs >= this.endsAtMs) this.ending.abort(this.reason);
  }

  reason: unknown;
}

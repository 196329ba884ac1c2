import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { callWithRetries } from '../../../packages/core/src/retry/attempts.ts';
import type { Transient } from '../../../packages/core/src/retry/transient.ts';
import { SimulatedTime } from './simulated-time.ts';

function failure(transient?: Transient): StepFailure {
  return new StepFailure('EAC_STS_UNAVAILABLE', 'STS cannot answer.', 'Run the job again.', {
    transient,
    answer: { service: 'STS', status: 503 },
  });
}

/** Calls something that fails as `failures` say, one after the other, and then works. */
async function call(
  failures: readonly unknown[],
  limits: { maxAttempts: number; seconds: number },
  time = new SimulatedTime(),
) {
  let calls = 0;
  const outcome = await callWithRetries(
    'assuming the role',
    async () => {
      const next = failures[calls];
      calls += 1;
      if (next !== undefined) throw next;
      return 'credentials';
    },
    time.platform(limits),
  ).catch((error: unknown) => error as StepFailure);
  return { outcome, calls, time };
}

const usual = { maxAttempts: 5, seconds: 120 };

describe('a call', () => {
  test('that works is made once and nothing is said', async () => {
    const { outcome, calls, time } = await call([], usual);
    expect([outcome, calls, time.waited, time.told]).toEqual(['credentials', 1, [], []]);
  });

  test('that failed for a transient reason is made again, and the log says why', async () => {
    const { outcome, calls, time } = await call([failure({}), failure({})], usual);
    expect([outcome, calls]).toEqual(['credentials', 3]);
    expect(time.waited).toEqual([250, 500]);
    expect(time.told).toEqual([
      'Attempt 1 of 5 at assuming the role failed: STS cannot answer. [STS said HTTP 503] Trying again in 0.3 s.',
      'Attempt 2 of 5 at assuming the role failed: STS cannot answer. [STS said HTTP 503] Trying again in 0.5 s.',
    ]);
  });

  test('that failed for good is not made again', async () => {
    const { outcome, calls, time } = await call([failure()], usual);
    expect(outcome).toEqual(failure());
    expect([calls, time.told]).toEqual([1, []]);
  });

  test('that met a mistake of ours is not made again', async () => {
    const mistake = new TypeError('x is not a function');
    const { outcome, calls } = await call([mistake], usual);
    expect([outcome, calls]).toEqual([mistake, 1]);
  });

  test('that failed for good after it was tried again says so', async () => {
    const { outcome } = await call([failure({}), failure()], usual);
    expect(outcome).toMatchObject({ message: 'STS cannot answer. Tried 2 times.' });
  });

  test('is made no more often than it may be', async () => {
    const failures = Array.from({ length: 9 }, () => failure({}));
    const { outcome, calls } = await call(failures, usual);
    expect(calls).toBe(5);
    expect(outcome).toMatchObject({
      code: 'EAC_STS_UNAVAILABLE',
      message: 'STS cannot answer. Tried 5 times.',
      hint: 'Run the job again.',
      answer: { status: 503 },
    });
  });

  test('is made once where retries are off', async () => {
    const { outcome, calls, time } = await call([failure({})], { maxAttempts: 1, seconds: 120 });
    expect([calls, time.waited]).toEqual([1, []]);
    expect(outcome).toMatchObject({ message: 'STS cannot answer.' });
  });

  test('waits as long as the service asks', async () => {
    const { outcome, time } = await call([failure({ retryAfterMs: 7_000 })], usual);
    expect([outcome, time.waited]).toEqual(['credentials', [7_000]]);
  });

  test('is not made again when the service asks for more time than is left', async () => {
    const { outcome, calls, time } = await call([failure({ retryAfterMs: 3_600_000 })], usual);
    expect([calls, time.waited]).toEqual([1, []]);
    expect((outcome as StepFailure).message).toBe(
      'STS cannot answer. The service asks to be left alone for 3600 s, and "action-timeout-s" leaves 120 s.',
    );
  });

  test('is not made again when there is no time for one that takes as long', async () => {
    const time = new SimulatedTime();
    let calls = 0;
    const outcome = await callWithRetries(
      'assuming the role',
      async () => {
        calls += 1;
        time.pass(30_000);
        throw failure({});
      },
      time.platform(usual),
    ).catch((error: unknown) => error as StepFailure);
    expect(calls).toBe(3);
    expect((outcome as StepFailure).message).toBe(
      'STS cannot answer. Tried 3 times. Another attempt may take just as long (30 s), and "action-timeout-s" leaves 29.3 s.',
    );
  });

  test('ends with the step while it waits, and says what it was at', async () => {
    const time = new SimulatedTime();
    time.endsAtMs = time.nowMs + 600;
    time.reason = new StepFailure('EAC_TIME_LIMIT', 'The time is over.', 'Raise it.');
    const { outcome, calls } = await call([failure({}), failure({})], usual, time);
    expect(calls).toBe(2);
    expect((outcome as StepFailure).message).toBe(
      'The time is over. In progress: assuming the role. An earlier attempt: STS cannot answer. [STS said HTTP 503]',
    );
  });

  test('that is called off says only that the job was cancelled', async () => {
    const time = new SimulatedTime();
    time.endsAtMs = time.nowMs;
    time.reason = new StepFailure('EAC_CANCELLED', 'The job was cancelled.', 'Run it again.');
    const { outcome } = await call([failure({})], usual, time);
    expect(outcome).toBe(time.reason);
  });

  test('is not even begun when the step is over', async () => {
    const time = new SimulatedTime();
    time.ending.abort(new StepFailure('EAC_CANCELLED', 'The job was cancelled.', 'Run it again.'));
    const { outcome, calls } = await call([], usual, time);
    expect([calls, (outcome as StepFailure).code]).toEqual([0, 'EAC_CANCELLED']);
  });
});

test('whatever happens, attempts and waiting stay within their bounds', async () => {
  const transient = fc.option(
    fc.record({ retryAfterMs: fc.option(fc.nat(200_000), { nil: undefined }) }),
    { nil: undefined },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(transient, { maxLength: 30 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (kinds, maxAttempts, seconds, fraction) => {
        const time = new SimulatedTime();
        time.fraction = fraction;
        const failures = kinds.map((kind) => failure(kind));
        const { calls, outcome } = await call(failures, { maxAttempts, seconds }, time);
        expect(calls).toBeLessThanOrEqual(maxAttempts);
        const waited = time.waited.reduce((sum, one) => sum + one, 0);
        expect(waited).toBeLessThan(seconds * 1000);
        expect(time.told).toHaveLength(calls - 1);
        for (const [index, ms] of time.waited.entries()) {
          expect(ms).toBeGreaterThanOrEqual(kinds[index]?.retryAfterMs ?? 0);
        }
        const lasting = kinds.indexOf(undefined);
        if (outcome !== 'credentials' && lasting >= 0)
          expect(calls).toBeLessThanOrEqual(lasting + 1);
      },
    ),
  );
});

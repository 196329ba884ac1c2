import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader } from '../../../packages/core/src/1-inputs/input-reader.ts';
import { readRetryInputs, timeLimitOf } from '../../../packages/core/src/1-inputs/retry-inputs.ts';
import { rawInputs } from './raw-inputs.ts';

function read(values: Partial<Record<InputName, string>>) {
  const reader = new InputReader(rawInputs(values));
  return reader.finish({ retry: readRetryInputs(reader) }).retry;
}

describe('retries and time limit', () => {
  test('are those of the contract when nothing is said', () => {
    expect(read({})).toEqual({ maxAttempts: 5, timeLimitSeconds: 120 });
  });

  test.each([
    ['retry-max-attempts', '1'],
    ['retry-max-attempts', '20'],
    ['action-timeout-s', '1'],
    ['action-timeout-s', '3600'],
  ] as const)('%s may be %s', (name, text) => {
    expect(Object.values(read({ [name]: text }))).toContain(Number(text));
  });

  test.each([
    ['retry-max-attempts', '0'],
    ['retry-max-attempts', '21'],
    ['retry-max-attempts', '-1'],
    ['retry-max-attempts', '1.5'],
    ['action-timeout-s', '0'],
    ['action-timeout-s', '3601'],
    ['action-timeout-s', '2m'],
    ['action-timeout-s', '1e2'],
  ] as const)('%s must not be %s', (name, text) => {
    expect(() => read({ [name]: text })).toThrow(
      expect.objectContaining({
        code: 'EAC_INPUT_INVALID',
        message: expect.stringContaining(`"${name}" is "${text}"`),
        hint: expect.stringMatching(/^Give a whole number from 1 to \d+/),
      }),
    );
  });

  test('a wrong time limit does not keep the inputs from being read, where it is told', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const seconds = timeLimitOf(rawInputs({ 'action-timeout-s': text }));
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(3600);
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type PlannedRole, readNightlyOrder } from '../../packages/organization/src/index.ts';
import { fitting } from '../../packages/organization/src/nightly/account-report.ts';

const MEMBER = '222222222222';

describe('the input of a night', () => {
  test.each([
    [{}],
    [{ only: 'plan' }],
    [{ account: MEMBER }],
    [{ only: 'plan', account: MEMBER, Comment: 'by hand' }],
  ])('may be %j', (input) => {
    expect(readNightlyOrder(input)).toBeDefined();
  });

  test.each([
    [{ only: 'planned' }],
    [{ onlyplan: true }],
    [{ account: 222222222222 }],
    [{ account: '2222' }],
    ['plan'],
    [null],
  ])('may not be %j', async (input) => {
    expect(() => readNightlyOrder(input)).toThrow(TypeError);
  });

  test('is the whole night only where nothing else is said', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          const order = readNightlyOrder(input);
          const said = input as { readonly only?: unknown };
          if (said.only !== undefined) expect(order.only).toBe('plan');
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});

test('what is told of roles fits into its room, and what a person must see comes first', () => {
  const role = fc.record({
    role: fc.string({ maxLength: 64 }),
    do: fc.constantFrom('bind', 'mend', 'let-go', 'stopped'),
    why: fc.string({ maxLength: 2_000, unit: 'grapheme' }),
  }) as fc.Arbitrary<PlannedRole>;
  fc.assert(
    fc.property(fc.array(role), fc.nat(5_000), (roles, room) => {
      const told = fitting(roles, room);
      const bytes = told.map((one) => Buffer.byteLength(JSON.stringify(one)) + 1);
      expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(room);
      const firstOther = told.findIndex((one) => one.do !== 'stopped');
      if (firstOther >= 0) {
        expect(told.slice(firstOther).every((one) => one.do !== 'stopped')).toBe(true);
      }
    }),
  );
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../packages/core/src/1-inputs/input-problem.ts';

type Parser = (text: string) => unknown;

/** Any text at all, and such as comes closer to what a parser takes. */
const ANY_TEXT = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.lorem());

/** Declares that `parse` gives the value of each row for its text. */
export function testAccepted(
  parse: Parser,
  rows: readonly (readonly [what: string, text: string, value: unknown])[],
): void {
  test.each(rows)('takes %s', (_, text, value) => {
    expect(parse(text)).toEqual(value);
  });
}

/** Declares that `parse` refuses the text of each row, for its reason. */
export function testRefused(
  parse: Parser,
  rows: readonly (readonly [what: string, text: string, reason: RegExp])[],
): void {
  test.each(rows)('refuses %s', (_, text, reason) => {
    expect(() => parse(text)).toThrow(InputProblem);
    expect(() => parse(text)).toThrow(reason);
  });
}

/** Declares that `parse` throws nothing but `InputProblem`, whatever the text. */
export function testAnyText(parse: Parser, text: fc.Arbitrary<string> = ANY_TEXT): void {
  test('answers or refuses, whatever the text', () => {
    fc.assert(
      fc.property(text, (any) => {
        try {
          parse(any);
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem);
        }
      }),
    );
  });
}

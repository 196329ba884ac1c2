import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineDiff } from '../../packages/sandbox/src/cli/organization/line-diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', '{', ''), { minLength: 1, maxLength: 12 });

/** One side of a diff: lines that both have, and its own. */
function side(diff: readonly string[], sign: '-' | '+'): readonly string[] {
  return diff.filter((line) => line[0] === ' ' || line[0] === sign).map((line) => line.slice(2));
}

test('both texts can be read from it', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = lineDiff(before.join('\n'), after.join('\n'));
      expect(side(diff, '-')).toEqual(before);
      expect(side(diff, '+')).toEqual(after);
    }),
  );
});

test('what did not change is in neither', () => {
  fc.assert(
    fc.property(text, (same) => {
      expect(lineDiff(same.join('\n'), same.join('\n')).filter((line) => line[0] !== ' ')).toEqual(
        [],
      );
    }),
  );
});

test('it is as short as can be', () => {
  expect(lineDiff('{\n  a\n  b\n}', '{\n  x\n  a\n  c\n}')).toEqual([
    '  {',
    '+   x',
    '    a',
    '-   b',
    '+   c',
    '  }',
  ]);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { variableText } from '../../packages/github-action/src/variable-text.ts';
import { parseNameValues } from '../../packages/sandbox/src/runner/github-file-commands.ts';

test('the runner reads what was given back, whatever it is', () => {
  const piece = fc.constantFrom('', 'end', 'end.', 'A=b', 'A<<end', '\r', '\n', '\r\n', 'x');
  const value = fc
    .oneof(
      fc.array(piece).map((pieces) => pieces.join('')),
      fc.array(piece).map((pieces) => pieces.join('\n')),
      fc.string(),
    )
    // On Windows that would be half of the line break that follows.
    .filter((text) => !text.endsWith('\r'));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      const pairs = values.map((text, index): [string, string] => [`AWS_${index}`, text]);
      const file = pairs.map(([name, text]) => `${variableText(name, text)}\n`).join('');
      expect(parseNameValues(file)).toEqual(pairs);
    }),
  );
});

test('a variable that is blanked is one short line', () => {
  expect(variableText('AWS_REGION', '')).toBe('AWS_REGION=');
});

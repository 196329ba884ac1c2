import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainText, quote } from '../../../packages/core/src/text/log-line.ts';

test.each([
  ['line breaks', 'a\r\nb\u2028c\u0085d', 'a b c d'],
  ['escape sequences', 'a\u001b[31mb', 'a [31mb'],
  ['zero-width and bidi characters', 'a\u200b\u202eb', 'a b'],
  [
    'an agent command',
    'x ##vso[task.setvariable variable=a]b',
    'x # #vso[task.setvariable variable=a]b',
  ],
  ['a legacy command', 'x ##[add-mask]a', 'x # #[add-mask]a'],
  ['a runner command', '::add-mask::a', ': :add-mask::a'],
  ['an indented runner command', '  \n ::error::a', ': :error::a'],
])('makes plain text of %s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('leaves an ARN as it is', () => {
  const arn = 'arn:aws:iam::123456789012:role/a';
  expect(plainText(arn)).toBe(arn);
});

test('cuts what is too long', () => {
  expect(plainText('##vso['.repeat(5_000_000), 100)).toHaveLength(101);
  expect(quote('x'.repeat(500))).toHaveLength(123);
});

test('no text becomes two lines or a command', () => {
  const pieces = fc.constantFrom(
    '::',
    '##',
    '[',
    'vso[',
    '\n',
    '\r',
    ' ',
    'x',
    '\u200b',
    'VSO[',
    '#',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 }),
      (parts) => {
        const plain = plainText(parts.join(''));
        expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(plain).not.toMatch(/^\s*::/);
        expect(plain).not.toMatch(/##(vso)?\[/i);
      },
    ),
  );
});

test('twice is the same as once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      expect(plainText(plainText(text))).toBe(plainText(text));
    }),
  );
});

import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../../packages/core/src/text/sha256.ts';

const reference = (text: string) => createHash('sha256').update(text).digest('hex');

test('is the digest that OpenSSL makes, of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(reference(text));
    }),
  );
});

test.each([0, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 5000])(
  'is right for %i bytes',
  (length) => {
    expect(sha256('a'.repeat(length))).toBe(reference('a'.repeat(length)));
  },
);

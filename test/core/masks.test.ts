import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Masks } from '../../packages/core/src/job/masks.ts';

function masksOf(...secrets: string[]): { masks: Masks; masked: string[] } {
  const masked: string[] = [];
  const masks = new Masks({ mask: (text) => masked.push(text) });
  for (const secret of secrets) masks.add(secret);
  return { masks, masked };
}

test('each line of a key is masked, its markers and short ends are not', () => {
  const pem =
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\r\nAQ==\n-----END PRIVATE KEY-----\n';
  const { masked } = masksOf(pem);
  expect(masked).toContain('MIIEvQIBADANBgkqhkiG9w0');
  expect(masked).not.toContain('AQ==');
  expect(masked.some((form) => form.includes('BEGIN'))).toBe(false);
});

test('nothing empty is ever masked', () => {
  expect(masksOf('', ' ', '\n\n').masked).toEqual([]);
});

test('the same secret is registered once', () => {
  expect(masksOf('s3cr3t-value', 's3cr3t-value').masked).toEqual(masksOf('s3cr3t-value').masked);
});

const secret = fc
  .string({ unit: 'grapheme-ascii', minLength: 12 })
  .filter((text) => text.trim() !== '');

test('a secret is found in any text, plain or in base64 at any place', () => {
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      const { masks } = masksOf(value);
      expect(masks.redact(before + value + after)).not.toContain(value);
      const encoded = Buffer.from(before + value + after).toString('base64');
      const shown = Buffer.from(masks.redact(encoded).replaceAll('***', ''), 'base64').toString();
      expect(shown).not.toContain(value);
      expect(masks.redact(encoded)).toContain('***');
    }),
  );
});

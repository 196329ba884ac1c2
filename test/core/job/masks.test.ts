import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { Masks } from '../../../packages/core/src/job/masks.ts';
import { quote } from '../../../packages/core/src/text/log-line.ts';

function masksOf(...secrets: string[]): { masks: Masks; masked: string[] } {
  const masked: string[] = [];
  const masks = new Masks({ mask: (texts) => masked.push(...texts) });
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

describe('a secret of less than four characters', () => {
  test('spoils no words, and no gap in a word tells what it is', () => {
    const { masks, masked } = masksOf('x');
    expect(masks.redact('the next text is complex')).toBe('the next text is complex');
    expect(masked).toEqual([]);
  });

  test.each(['x', '7', 'ab', 'pw1', '!?', 'é', ' x '])('is never shown as a word: %j', (short) => {
    const { masks } = masksOf(short);
    const word = short.trim();
    for (const text of [word, `"${word}"`, `of ${word} it`, `key=${word}`, `(${word}), ${word}.`]) {
      expect(masks.redact(text)).toBe(text.replaceAll(word, '***'));
    }
  });

  test('is all that is treated so', () => {
    const { masks, masked } = masksOf('abcd');
    expect(masks.redact('xabcdx')).toBe('x***x');
    expect(masked).toContain('abcd');
  });
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

test('a secret that is a part of another does not split it', () => {
  const { masks } = masksOf('hunter2!', 'wJalrhunter2!K7MDENG');
  expect(masks.redact('keys: wJalrhunter2!K7MDENG and hunter2!.')).toBe('keys: *** and ***.');
});

test('secrets that overlap are hidden together', () => {
  expect(masksOf('abcdefgh', 'efghijkl').masks.redact('x abcdefghijkl y')).toBe('x *** y');
});

test('white space in a secret does not give it away once it is quoted', () => {
  const { masks } = masksOf('correct  horse\tbattery');
  expect(masks.redact(quote('correct  horse\tbattery'))).toBe('"***"');
});

test('where a text was cut within a secret, its beginning is hidden', () => {
  const distinct = fc.uniqueArray(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    {
      minLength: 12,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(distinct, fc.nat(59), (characters, at) => {
      const value = characters.join('').replace(/\s/g, '_');
      const { masks } = masksOf(value);
      const kept = Math.min(at, value.length - 1);
      const shown = masks.redact(`${'0 '.repeat(3)}${value.slice(0, kept)}…`);
      expect(shown.slice(6).length).toBeLessThanOrEqual(4);
    }),
  );
});

test('what a service said is redacted before it is cut', () => {
  const assertion = 'eyJ'.padEnd(2_000, 'abcdefghij');
  const failure = new StepFailure('EAC_ENTRA_REFUSED', 'No.', 'Look.', {
    answer: { service: 'Entra', message: `${'x '.repeat(200)}${assertion} is too old` },
  });
  const { masks } = masksOf(assertion);
  expect(failure.describe(masks.redact)).toMatch(/x \*\*\* is too old"\] Look\./);
  expect(masks.redact(failure.describe())).not.toContain('eyJ');
});

test('all forms of a secret are told at once, and none of them twice', () => {
  const told: (readonly string[])[] = [];
  const masks = new Masks({ mask: (texts) => told.push(texts) });
  masks.add('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  masks.add('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  expect(told).toHaveLength(1);
  expect(new Set(told[0]).size).toBe(told[0]?.length);
});

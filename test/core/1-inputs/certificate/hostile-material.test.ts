import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { derForm } from '../../../../packages/core/src/1-inputs/certificate/der-form.ts';
import { pemBlocks } from '../../../../packages/core/src/1-inputs/certificate/pem-block.ts';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import { fixture, keyAs, keyLinesOf, mine, open, PASSWORD, pem } from './material.ts';

const keyLines = keyLinesOf(mine.privateKeyPem);

/** Opens `content`, or is refused in so many words; anything else fails the property. */
async function tryOpen(content: string | Buffer, password?: string): Promise<string> {
  try {
    const { certificate } = await open(content, password);
    return certificate.thumbprintSha256;
  } catch (error) {
    expect(error).toBeInstanceOf(InputProblem);
    const { code, message, hint } = error as InputProblem;
    expect(code).toMatch(/^EAC_CERTIFICATE_/);
    for (const line of keyLines) expect(message + hint).not.toContain(line);
    return code;
  }
}

test('any text is refused in words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
      expect(await tryOpen(text)).toMatch(/^EAC_/);
    }),
  );
});

test('any bytes are refused in words', async () => {
  const prefix = fc.constantFrom('', '3082', '3080020103', '30820900020103', 'fffe', 'feedfeed');
  await fc.assert(
    fc.asyncProperty(prefix, fc.uint8Array({ maxLength: 300 }), async (hex, bytes) => {
      const content = Buffer.concat([Buffer.from(hex, 'hex'), bytes]);
      expect(await tryOpen(content, PASSWORD)).toMatch(/^EAC_/);
    }),
  );
});

const cut = (length: number) =>
  fc.record({
    at: fc.nat(length),
    gone: fc.nat(80),
    put: fc.string({ unit: 'binary', maxLength: 20 }),
  });

test.each([
  ['PEM', pem],
  ['PEM with an encrypted key', mine.certificatePem + keyAs('pkcs1', mine, PASSWORD)],
])('broken %s is refused in words, or is still the same certificate', async (_, whole) => {
  await fc.assert(
    fc.asyncProperty(cut(whole.length), async ({ at, gone, put }) => {
      const said = await tryOpen(whole.slice(0, at) + put + whole.slice(at + gone), PASSWORD);
      // A certificate with a changed byte outside of its key has another thumbprint.
      expect(said).toMatch(/^(?:EAC_|[0-9A-F]{64}$)/);
    }),
  );
});

test.each(['openssl3-aes.pfx', 'legacy-rc2.pfx'])(
  'a PFX with one byte changed is refused in words, or is still the same certificate: %s',
  async (name) => {
    const whole = fixture(`pfx/${name}`);
    const intact = await tryOpen(whole, PASSWORD);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const broken = Buffer.from(whole);
          broken[at] = (broken[at] ?? 0) ^ bits;
          expect(await tryOpen(broken, PASSWORD)).toMatch(RegExp(`^(?:EAC_|${intact}$)`));
        },
      ),
      { numRuns: 40 },
    );
  },
);

/** What secret stores, editors and shells do to a text; each keeps what it means. */
const MISHAPS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\\n'),
  (text) => text.replaceAll('\n', ' '),
  (text) => `"${text}"`,
  (text) => `'${text}'`,
  (text) => `  ${text}\n`,
  (text) => `\uFEFF${text}`,
  (text) => text.replace(/^/gm, '  '),
  (text) => Buffer.from(text).toString('base64'),
];

test('mishaps in any order leave it readable', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...MISHAPS], { maxLength: 4 }),
      fc.boolean(),
      async (mishaps, wide) => {
        const text = mishaps.reduce((before, mishap) => mishap(before), pem);
        const content = wide ? Buffer.from(`\uFEFF${text}`, 'utf16le') : text;
        expect(await tryOpen(content)).toBe(mine.thumbprintSha256);
      },
    ),
  );
});

test('a megabyte of what could be the beginning of something takes no time', async () => {
  const million = 1_000_000;
  const texts = [
    '-----BEGIN CERTIFICATE-----'.repeat(million / 30),
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED'.padEnd(million, ' '),
    '\\'.repeat(million),
    '"'.repeat(million),
    ' \n'.repeat(million / 2),
    '0'.repeat(million),
    `${'0a '.repeat(million / 3)}!`,
    `{${'"kty '.repeat(million / 5)}`,
    `${'a'.repeat(million)}=!`,
  ];
  const start = performance.now();
  for (const text of texts) expect(await tryOpen(text)).toMatch(/^EAC_/);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('the blocks of a PEM text are found again, whatever its lines look like', () => {
  const label = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'X 9');
  const body = fc
    .uint8Array({ minLength: 1, maxLength: 200 })
    .map((b) => Buffer.from(b).toString('base64'));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(label, body), { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', ' ', '', '\n\n  '),
      fc.integer({ min: 1, max: 100 }),
      (blocks, end, width) => {
        const text = blocks
          .map(([name, base64]) => {
            const lines = base64.match(RegExp(`.{1,${width}}`, 'g')) ?? [];
            return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`].join(end);
          })
          .join('\nin between\n');
        const found = pemBlocks(text);
        expect(found.map((block) => block.label)).toEqual(blocks.map(([name]) => name));
        expect(found.map((block) => block.text.replace(/-----[^-]+-----|\n/g, ''))).toEqual(
          blocks.map(([, base64]) => base64),
        );
      },
    ),
  );
});

test('a text is never taken for DER', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3, maxLength: 100 }), (text) => {
      // "0", a character that is the length of the rest, and a third that begins a structure.
      fc.pre(text.charCodeAt(1) !== text.length - 2);
      expect(derForm(Buffer.from(`0${text}`))).toBeUndefined();
    }),
  );
});

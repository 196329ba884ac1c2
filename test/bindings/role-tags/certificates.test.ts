import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  certificateTags,
  isStrongKey,
  makeSelfSignedCertificate,
  namedCertificates,
  sha256Of,
  type Tags,
  USUAL_BITS,
  USUAL_DAYS,
} from '../../../packages/bindings/src/index.ts';
import { certificateIn } from '../../../packages/bindings/src/role-tags/certificate-tags.ts';
import { InputProblem, RoleArn, StepFailure } from '../../../packages/core/src/programs.ts';

const ROLE = RoleArn.parse('arn:aws:iam::123456789012:role/entra-aws-creds/deploy');
const NOW = new Date();
const DAY_MS = 86_400_000;
const NAME = 'entra-aws-creds:certificate';

const derOf = (pem: string) => new X509Certificate(pem).raw;
const tagsOf = (der: Buffer, staying: readonly string[] = []) =>
  certificateTags({ sha256: sha256Of(der), der }, staying);
const named = (tags: Tags, days = 730) => namedCertificates(tags, ROLE, days, NOW);

const GOOD = issueCertificate({ commonName: 'pipeline' });
const DER = derOf(GOOD.certificatePem);
const OTHER = 'ab'.repeat(32);
/** Also such as fill their pieces. */
const BYTES = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3_069 }),
  fc.constantFrom(192, 384, 2_880, 3_069).map((length) => new Uint8Array(length)),
);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);

describe('tags', () => {
  test('hold any bytes that fit, with what stays', () => {
    fc.assert(
      fc.property(BYTES, fc.array(digest, { maxLength: 4 }), (bytes, staying) => {
        const der = Buffer.from(bytes);
        const read = certificateIn(tagsOf(der, staying));
        expect(read?.der?.equals(der)).toBe(true);
        expect(read?.sha256).toEqual([sha256Of(der), ...staying.slice(0, 2)]);
      }),
    );
  });

  test('are as IAM takes them: 50 at the most, and no sign that it does not know', () => {
    fc.assert(
      fc.property(BYTES, (bytes) => {
        const tags = tagsOf(Buffer.from(bytes), [OTHER, OTHER]);
        expect(Object.keys(tags).length).toBeLessThan(20);
        for (const [key, value] of Object.entries(tags)) {
          expect(key).toMatch(/^[\w:.-]{1,128}$/);
          expect(value).toMatch(/^[A-Za-z0-9 _.:/=+@-]{0,256}$/);
        }
      }),
    );
  });

  test('of a longer certificate are overwritten, so that none of its pieces is left', () => {
    fc.assert(
      fc.property(BYTES, BYTES, (before, after) => {
        const old = tagsOf(Buffer.from(before));
        const tags = { ...old, ...tagsOf(Buffer.from(after)) };
        expect(certificateIn(tags)?.der).toEqual(Buffer.from(after));
      }),
    );
  });

  test('of any text are read or refused in words', () => {
    const text = fc.oneof(fc.string(), fc.base64String(), digest, fc.constant(`${OTHER} ${OTHER}`));
    const tags = fc.dictionary(fc.constantFrom(NAME, `${NAME}-1`, `${NAME}-2`, 'other'), text);
    fc.assert(
      fc.property(tags, (some) => {
        try {
          expect(named(some)).toEqual([]);
        } catch (error) {
          expect((error as StepFailure).code).toBe('EAC_BINDING_CERTIFICATE');
        }
      }),
    );
  });

  test('have no room for more', () => {
    expect(() => tagsOf(Buffer.alloc(3_070))).toThrow(InputProblem);
  });
});

describe('a role names', () => {
  test('a certificate, under a name by which it is known again', () => {
    expect(named(tagsOf(DER, [OTHER]))).toEqual([
      {
        sha256: sha256Of(DER),
        certificate: expect.objectContaining({
          displayName: expect.stringMatching(/^enrolled for entra-aws-creds \d{4}-/),
          key: DER.toString('base64'),
        }),
      },
      { sha256: OTHER, certificate: undefined },
    ]);
  });

  test('one of ours, in no more than six pieces', async () => {
    const made = await makeSelfSignedCertificate({
      commonName: 'AWS 123456789012 deploy',
      starts: NOW,
      days: USUAL_DAYS,
      bits: USUAL_BITS,
      serialNumber: '12'.repeat(16),
    });
    const tags = tagsOf(derOf(made.certificate));
    expect(Object.keys(tags)).toHaveLength(7);
    expect(named(tags)[0]?.certificate).toBeDefined();
  });

  test('its SHA-256 as OpenSSL prints it', () => {
    const { fingerprint256 } = new X509Certificate(GOOD.certificatePem);
    expect(named({ ...tagsOf(DER), [NAME]: fingerprint256 })[0]?.sha256).toBe(sha256Of(DER));
  });

  test('one that has ended, which only stays', () => {
    const ended = issueCertificate({
      commonName: 'pipeline',
      notBefore: new Date(NOW.getTime() - 20 * DAY_MS),
      notAfter: new Date(NOW.getTime() - DAY_MS),
      privateKeyPem: GOOD.privateKeyPem,
    });
    const der = derOf(ended.certificatePem);
    expect(named(tagsOf(der))).toEqual([{ sha256: sha256Of(der), certificate: undefined }]);
  });
});

const request = (more: object) =>
  derOf(
    issueCertificate({ commonName: 'x', privateKeyPem: GOOD.privateKeyPem, ...more })
      .certificatePem,
  );
const KEY = Buffer.from(GOOD.privateKeyPem);

describe('what is refused', () => {
  test.each<[string, Tags, RegExp]>([
    ['another certificate', { ...tagsOf(DER), [NAME]: OTHER }, /another certificate/],
    ['a missing piece', without(tagsOf(DER), `${NAME}-2`), /another certificate/],
    ['no pieces', { [NAME]: OTHER }, /missing or wrong/],
    ['a piece that is no base64', { ...tagsOf(DER), [`${NAME}-1`]: '!' }, /missing or wrong/],
    ['no SHA-256', { ...tagsOf(DER), [NAME]: 'yes' }, /does not name/],
    ['four of them', { [NAME]: Array(4).fill(OTHER).join(' ') }, /does not name/],
    ['bytes behind it', tagsOf(Buffer.concat([DER, Buffer.alloc(3)])), /not one X\.509/],
    ['two', tagsOf(Buffer.concat([DER, DER])), /not one X\.509/],
    ['PEM', tagsOf(Buffer.from(GOOD.certificatePem)), /not one X\.509/],
    ['a private key', tagsOf(Buffer.concat([KEY.subarray(0, 1_700)])), /private key/],
    ['other bytes', tagsOf(Buffer.from([48, 3, 1, 2, 3])), /not one X\.509/],
    ['a key of a curve', tagsOf(derOf(curve())), /RSA key/],
    ['a short key', tagsOf(derOf(short())), /RSA key/],
    ['one for ten years', tagsOf(request({ notAfter: inDays(3_650) })), /730 are the most/],
    ['one of next week', tagsOf(request({ notBefore: inDays(7) })), /begins on/],
  ])('%s', (_, tags, message) => {
    const failure = failureOf(() => named(tags));
    expect([failure.code, failure.message]).toEqual([
      'EAC_BINDING_CERTIFICATE',
      expect.stringMatching(message),
    ]);
    expect(failure.message + failure.hint).not.toContain(tags[`${NAME}-1`]?.slice(0, 40) || '\n');
  });

  test('any, where the organization takes none', () => {
    expect(failureOf(() => named(tagsOf(DER), 0)).message).toContain('takes none');
    expect(named({}, 0)).toEqual([]);
  });

  test('any of its bits turned', () => {
    fc.assert(
      fc.property(fc.nat(DER.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const bytes = Buffer.from(DER);
        bytes[at] = (bytes[at] ?? 0) ^ bits;
        const tags = { ...tagsOf(bytes), [NAME]: sha256Of(DER) };
        expect(failureOf(() => named(tags)).message).toContain('another certificate');
      }),
    );
  });
});

function failureOf(work: () => unknown): StepFailure {
  try {
    work();
  } catch (error) {
    if (error instanceof StepFailure) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

function without(tags: Tags, key: string): Tags {
  const { [key]: _, ...others } = tags;
  return others;
}

function inDays(days: number): Date {
  return new Date(NOW.getTime() + days * DAY_MS);
}

function curve(): string {
  return issueCertificate({ commonName: 'x', keyType: 'ec' }).certificatePem;
}

function short(): string {
  return issueCertificate({ commonName: 'x', modulusLength: 1024 }).certificatePem;
}

test.each([
  ['an RSA key of 2048 bits', { modulusLength: 2048 }, true],
  ['a shorter one', { modulusLength: 1024 }, false],
  ['one by whose exponent anybody could sign', { modulusLength: 2048, publicExponent: 3 }, false],
])('%s', (_, options, isStrong) => {
  expect(isStrongKey(generateKeyPairSync('rsa', options).publicKey)).toBe(isStrong);
});

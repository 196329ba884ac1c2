import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeClaims,
  parseOidcToken,
} from '../../../../packages/core/src/credential/federated/oidc-token.ts';

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${segment({ alg: 'RS256' })}.${segment(claims)}.c2lnbmF0dXJl`;

describe('a token of a CI system', () => {
  test('gives its three claims, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.string(), (iss, sub, aud) => {
        const [issuer, subject, audience] = JSON.parse(JSON.stringify([iss, sub, aud]));
        expect(parseOidcToken(jwt({ iss, sub, aud }))?.claims).toEqual({
          issuer,
          subject: Buffer.from(subject).toString(),
          audience,
        });
      }),
    );
  });

  test('may have its audience in a list', () => {
    expect(parseOidcToken(jwt({ iss: 'i', sub: 's', aud: ['a', 'b'] }))?.claims.audience).toBe('a');
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['two parts', 'a.b'],
    ['encrypted, in five parts', 'a.b.c.d.e'],
    ['no JSON', `a.${Buffer.from('{').toString('base64url')}.c`],
    ['no object', jwt(null)],
    ['no issuer', jwt({ sub: 's', aud: 'a' })],
    ['a number for its subject', jwt({ iss: 'i', sub: 1, aud: 'a' })],
    ['no audience', jwt({ iss: 'i', sub: 's', aud: [] })],
    ['more than 20,000 characters', jwt({ iss: 'i', sub: 's'.repeat(20_000), aud: 'a' })],
    ['a line break', `${jwt({ iss: 'i', sub: 's', aud: 'a' })}\n`],
  ])('is none with %s', (_, text) => {
    expect(parseOidcToken(text)).toBeUndefined();
  });

  test('is none whatever else it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseOidcToken(text)).toBeUndefined();
      }),
    );
  });

  test('does not show itself', () => {
    const token = parseOidcToken(jwt({ iss: 'i', sub: 's', aud: 'a' }));
    expect(JSON.stringify(token) + String(token?.jwt)).not.toContain('c2lnbmF0dXJl');
    expect(token?.jwt.reveal()).toMatch(/\.c2lnbmF0dXJl$/);
  });

  test('is described in one line that is only text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = describeClaims({ issuer: text, subject: `##vso[x]${text}`, audience: text });
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|##\[|##vso\[/iu);
      }),
    );
  });

  test('is described in full, as long as Entra allows', () => {
    const subject = `repo:contoso/website:environment:${'x'.repeat(500)}`;
    expect(describeClaims({ issuer: 'i', subject, audience: 'a' })).toContain(`"${subject}"`);
  });
});

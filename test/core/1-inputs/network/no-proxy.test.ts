import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import {
  parseBypassPatterns,
  parseNoProxy,
} from '../../../../packages/core/src/1-inputs/network/no-proxy.ts';

type Row = readonly [entries: string, url: string, straight: boolean];

/** curl 7.88 decides the same for each of these. */
const AS_CURL: Row[] = [
  ['', 'https://sts.example', false],
  ['*', 'https://sts.example', true],
  ['*', 'https://10.0.0.1', true],
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://sts.example.com', true],
  ['example.com', 'https://a.b.example.com', true],
  ['example.com', 'https://notexample.com', false],
  ['example.com', 'https://example.com.evil.org', false],
  ['example.com', 'https://example.org', false],
  ['example.com', 'https://example.com:8443', true],
  ['.example.com', 'https://example.com', true],
  ['.example.com', 'https://sts.example.com', true],
  ['.example.com', 'https://notexample.com', false],
  ['EXAMPLE.com', 'https://STS.example.COM', true],
  ['example.com.', 'https://sts.example.com', true],
  ['example.com', 'https://sts.example.com.', true],
  ['com', 'https://example.com', true],
  ['sts.example.com', 'https://example.com', false],
  ['localhost', 'https://localhost', true],
  ['localhost', 'https://127.0.0.1', false],
  ['127.0.0.1', 'https://127.0.0.1', true],
  ['127.0.0.1', 'https://127.0.0.2', false],
  ['10.0.0.0/8', 'https://10.200.3.4', true],
  ['10.0.0.0/8', 'https://11.0.0.1', false],
  ['192.168.1.0/25', 'https://192.168.1.127', true],
  ['192.168.1.0/25', 'https://192.168.1.128', false],
  ['10.0.0.7/32', 'https://10.0.0.7', true],
  ['10.0.0.7/32', 'https://10.0.0.8', false],
  ['10.0.0.0/8', 'https://sts.example', false],
  ['::1', 'https://[::1]', true],
  ['::1', 'https://[::2]', false],
  ['a.example,b.example', 'https://b.example', true],
  ['a.example, b.example', 'https://b.example', true],
  ['a.example b.example', 'https://b.example', true],
  [',,a.example,', 'https://a.example', true],
  ['a.example,b.example', 'https://c.example', false],
];

/** What curl 7.88 does not know, but the AWS CLI and most SDKs do. */
const BEYOND_CURL: Row[] = [
  ['*.example.com', 'https://sts.example.com', true],
  ['*.example.com', 'https://example.com', true],
  ['*.example.com', 'https://notexample.com', false],
  ['a.example,*', 'https://b.example', true],
  ['example.com:443', 'https://sts.example.com', true],
  ['example.com:443', 'https://sts.example.com:8443', false],
  ['example.com:8443', 'https://sts.example.com:8443', true],
  ['example.com:80', 'http://example.com', true],
  ['127.0.0.1:8443', 'https://127.0.0.1:8443', true],
  ['127.0.0.1:8443', 'https://127.0.0.1', false],
  ['[::1]:8443', 'https://[::1]:8443', true],
  ['[::1]:8443', 'https://[::1]', false],
  ['2001:db8::/32', 'https://[2001:db9::1]', false],
  ['2001:db8::/32', 'https://[2001:db8:7::1]', true],
  ['[::1]', 'https://[::1]', true],
  ['[2001:db8::]/32', 'https://[2001:db8::7]', true],
  ['0:0:0:0:0:0:0:1', 'https://[::1]', true],
  ['127.0.0.1', 'https://[::ffff:127.0.0.1]', true],
  ['bücher.example', 'https://bücher.example', true],
  ['xn--bcher-kva.example', 'https://bücher.example', true],
  ['_service.example', 'https://_service.example', true],
];

const straight = (entries: string, url: string) => parseNoProxy(entries)(new URL(url));

test.each(AS_CURL)('as curl has it: %j and %s', (entries, url, expected) => {
  expect(straight(entries, url)).toBe(expected);
});

test.each(BEYOND_CURL)('beyond curl: %j and %s', (entries, url, expected) => {
  expect(straight(entries, url)).toBe(expected);
});

test.each([
  'https://example.com',
  'example.com/path',
  'example.com?x',
  'example%2ecom',
  'exa mple.com;b',
  '10.0.0.0/33',
  '10.0.0/8',
  '10.0.0.0/',
  '::1/129',
  'fe80::1%eth0',
  '300.1.1.1',
  '0.0.1',
  '0x7f.1',
  'example.com:0',
  'example.com:65536',
  '10.0.0.0/8:443',
  ':443',
  '*.*',
  '*example.com',
  '.',
  'a..b',
  'user@example.com',
])('%j is refused as an input, and skipped in a variable', (entry) => {
  expect(() => parseNoProxy(`a.example,${entry}`)).toThrow(InputProblem);
  const lenient = parseNoProxy(`${entry},a.example`, 'skip');
  expect(lenient(new URL('https://a.example'))).toBe(true);
  expect(lenient(new URL('https://other.example'))).toBe(false);
});

describe('whatever it is given', () => {
  const url = fc.webUrl({ validSchemes: ['https'] });

  test('a list refuses in words or decides, and the lenient reading always decides', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'*.:/[],a1-% \n') }),
    );
    fc.assert(
      fc.property(anything, url, (text, target) => {
        const skipping = parseNoProxy(text, 'skip');
        expect(typeof skipping(new URL(target))).toBe('boolean');
        try {
          // Where the strict reading knows every entry, both agree.
          expect(parseNoProxy(text)(new URL(target))).toBe(skipping(new URL(target)));
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem);
        }
      }),
    );
  });

  test('a host in the list goes straight, and so does all below it', () => {
    fc.assert(
      fc.property(
        fc.domain(),
        fc.domain(),
        fc.constantFrom('', '.', '*.'),
        (domain, below, lead) => {
          expect(straight(`${lead}${domain}`, `https://${domain}`)).toBe(true);
          expect(straight(`${lead}${domain}`, `https://${below}.${domain}`)).toBe(true);
          expect(straight(`${lead}${domain}`, `https://x${domain}`)).toBe(false);
        },
      ),
    );
  });

  test('an address goes straight just when its block has it', () => {
    const number = ([a, b, c, d]: readonly number[]) =>
      ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
    const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(octets, octets, fc.nat(32), fc.nat(32), (network, other, bits, common) => {
        // Half of random addresses share nothing, so some bits are taken over.
        const size = 2 ** (32 - common);
        const host = Math.floor(number(network) / size) * size + (number(other) % size);
        const address = [24, 16, 8, 0]
          .map((shift) => Math.floor(host / 2 ** shift) % 256)
          .join('.');
        const block = 2 ** (32 - bits);
        const inside = Math.floor(host / block) === Math.floor(number(network) / block);
        expect(straight(`${network.join('.')}/${bits}`, `https://${address}`)).toBe(inside);
      }),
    );
  });
});

describe('the list of an agent', () => {
  const bypassed = (patterns: readonly string[], url: string) =>
    parseBypassPatterns(patterns)(new URL(url));

  test.each([
    [['github\\.com'], 'https://github.com/x', true],
    [['github\\.com'], 'https://GITHUB.com', true],
    [['github\\.com'], 'https://githubxcom', false],
    [['^https://sts\\.example$'], 'https://sts.example/path', true],
    [['^https://sts\\.example:8443$'], 'https://sts.example:8443/', true],
    [['^https://sts\\.example/$'], 'https://sts.example', true],
    [['\\.corp\\.example$'], 'https://sts.corp.example/path', true],
    [['\\.corp\\.example$'], 'https://corp.example.evil.org', false],
    [['(', '*', 'b\\.example'], 'https://b.example', true],
    [['('], 'https://b.example', false],
    [[], 'https://b.example', false],
  ])('%j decides about %s', (patterns, url, expected) => {
    expect(bypassed(patterns, url)).toBe(expected);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 })), (patterns) => {
        expect(typeof bypassed(patterns, 'https://sts.example')).toBe('boolean');
      }),
    );
  });
});

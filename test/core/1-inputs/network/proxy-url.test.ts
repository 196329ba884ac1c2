import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import {
  parseProxyUrl,
  secretsOfProxyUrl,
} from '../../../../packages/core/src/1-inputs/network/proxy-url.ts';

test.each([
  ['http://proxy.example:8080', 'http://proxy.example:8080/', undefined],
  ['http://proxy.example', 'http://proxy.example/', undefined],
  ['https://proxy.example/', 'https://proxy.example/', undefined],
  ['proxy.example:8080', 'http://proxy.example:8080/', undefined],
  ['10.0.0.1:3128', 'http://10.0.0.1:3128/', undefined],
  ['[::1]:3128', 'http://[::1]:3128/', undefined],
  ['HTTP://Proxy.Example:80', 'http://proxy.example/', undefined],
  ['http://user:pass@proxy.example', 'http://proxy.example/', 'user:pass'],
  ['user:pass@proxy.example:8080', 'http://proxy.example:8080/', 'user:pass'],
  ['http://user@proxy.example', 'http://proxy.example/', 'user:'],
  ['http://:token@proxy.example', 'http://proxy.example/', ':token'],
  [
    'http://CORP%5Cme:p%40ss%3A%2F%23%25@proxy.example',
    'http://proxy.example/',
    'CORP\\me:p@ss:/#%',
  ],
  ['http://user:p%C3%A4ss@proxy.example', 'http://proxy.example/', 'user:päss'],
  ['http://user:päss@proxy.example', 'http://proxy.example/', 'user:päss'],
  ['http://user:p@ss@proxy.example', 'http://proxy.example/', 'user:p@ss'],
])('%s is a proxy', (text, url, credentials) => {
  const proxy = parseProxyUrl(text);
  expect(proxy.url.href).toBe(url);
  expect(proxy.credentials?.reveal()).toBe(credentials);
});

test.each([
  'socks5://proxy.example:1080',
  'ftp://proxy.example',
  'http://',
  'http://proxy.example/proxy.pac',
  'http://proxy.example/?x',
  'http://proxy.example/#x',
  'http://proxy.example:99999',
  'http://deployer:secret-pass#word@proxy.example',
  'http://deployer:secret-pass/word@proxy.example',
  'http://deployer:secret-pass%zz@proxy.example',
  'http://exa mple',
  'not a url',
  'http:/proxy.example',
])('%s is refused, without repeating it', (text) => {
  try {
    parseProxyUrl(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InputProblem);
    const said = `${(error as Error).message} ${(error as InputProblem).hint}`;
    expect(said).not.toContain('secret-pass');
    expect(said).not.toContain('deployer');
    return;
  }
  throw new Error('was accepted');
});

/** Right and wrong URLs, as they come with a password that nobody encoded. */
const anyPassword = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const written = fc.tuple(
  fc.constantFrom('http://', 'https://', 'socks5://', '', '://'),
  fc.constantFrom('user', 'CORP\\me', ''),
  anyPassword,
  fc.boolean(),
);

test('a password is known for a secret, right or wrong, encoded or not', () => {
  fc.assert(
    fc.property(written, ([scheme, user, password, encode]) => {
      const inUrl = encode ? encodeURIComponent(password) : password;
      const text = `${scheme}${user}:${inUrl}@proxy.example:8080`;
      const secrets = secretsOfProxyUrl(text);
      expect(secrets).toContain(text);
      expect(secrets).toContain(inUrl);
      if (encode) expect(secrets).toContain(password);
      // What goes over the wire is the base64 of this.
      if (encode) expect(secrets).toContain(`${user}:${password}`);
      expect(secrets).not.toContain('');
      expect(secrets).not.toContain('deployer');
    }),
  );
});

test('an encoded password comes out as it was, and any text is refused in words', () => {
  fc.assert(
    fc.property(written, ([, user, password]) => {
      const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
      const { credentials } = parseProxyUrl(`http://${login}@proxy.example`);
      expect(credentials?.reveal()).toBe(`${user}:${password}`);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(Array.isArray(secretsOfProxyUrl(text))).toBe(true);
      try {
        const { url } = parseProxyUrl(text);
        expect(url.username + url.password + url.search + url.hash).toBe('');
        expect(url.pathname).toBe('/');
      } catch (error) {
        expect(error).toBeInstanceOf(InputProblem);
      }
    }),
  );
});

test.each(['http://proxy.example:8080', 'proxy.example', ''])('%j holds no secret', (text) => {
  expect(secretsOfProxyUrl(text)).toEqual([]);
});

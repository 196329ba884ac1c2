import { expect, test } from '@jest/globals';
import { parseAudience, scopeFor } from '../../../../packages/core/src/1-inputs/entra/audience.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

testAccepted(parseAudience, [
  ['an App ID URI', 'api://aws', 'api://aws'],
  ['an App ID URI that ends in a slash', 'https://c.example/', 'https://c.example/'],
]);
testRefused(parseAudience, [
  ['a scope', 'api://aws/.default', /is a scope/],
  ['a space', 'api://a b', /neither an App ID URI/],
  ['256 characters', 'a'.repeat(256), /neither an App ID URI/],
]);
testAnyText(parseAudience);

test('the scope is everything granted for the audience', () => {
  expect(scopeFor(parseAudience('api://aws'))).toBe('api://aws/.default');
});

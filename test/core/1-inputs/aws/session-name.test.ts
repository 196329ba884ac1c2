import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  parseSessionName,
  sessionNameOf,
} from '../../../../packages/core/src/1-inputs/aws/session-name.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

testAccepted(parseSessionName, [
  ['the shortest', 'a_', 'a_'],
  ['the longest', 'a'.repeat(64), 'a'.repeat(64)],
]);
testRefused(parseSessionName, [
  ['one character', 'a', /1 characters/],
  ['a space', 'a b', /is "a b"/],
]);
testAnyText(parseSessionName);

describe('the default session name', () => {
  test('leads back to the run', () => {
    const run = { system: 'GitHubActions', place: ['octo', 'hello world'], id: '42' };
    expect(sessionNameOf(run)).toBe('GitHubActions-octo-hello-world-42');
  });

  test('keeps the run id when it is cut', () => {
    const run = { system: 'GitHubActions', place: ['o'.repeat(39), 'r'.repeat(100)], id: '123456' };
    expect(sessionNameOf(run)).toMatch(/^GitHubActions-o{39}-r+-123456$/);
    expect(sessionNameOf(run)).toHaveLength(64);
  });

  test('is one that STS takes, whatever the run is called', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), text, (place, id) => {
        const name = sessionNameOf({ system: 'AzureDevOps', place, id });
        expect(parseSessionName(name)).toBe(name);
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import {
  parseExternalId,
  parseRoles,
} from '../../../../packages/core/src/1-inputs/aws/role-chain.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

const ROLE = 'arn:aws:iam::123456789012:role/deploy';

describe('a chain', () => {
  test('is one role a line', () => {
    expect(parseRoles(`${ROLE}\n\n ${ROLE}2 \n`).map(({ text }) => text)).toEqual([
      ROLE,
      `${ROLE}2`,
    ]);
  });
  testAnyText(parseRoles);
});

describe('an external ID', () => {
  testRefused(parseExternalId, [['a space', 'a b', /"a b"/]]);
  testAnyText(parseExternalId);
});

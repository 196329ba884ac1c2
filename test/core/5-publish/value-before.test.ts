import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { valueBefore } from '../../../packages/core/src/5-publish/value-before.ts';

describe('what a variable is given back', () => {
  const givenBack = (name: string, variables: Record<string, string>) =>
    valueBefore(name, (asked) => variables[asked] ?? '');

  test.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS.SessionToken',
  ])('is nothing for %s, which would be a secret in the record', (name) => {
    expect(givenBack(name, { [name]: 'theirs' })).toBe('');
  });

  test.each(['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'])(
    'is what %s held, or nothing',
    (name) => {
      expect(givenBack(name, { [name]: 'theirs' })).toBe('theirs');
      expect(givenBack(name, { HOME: '/home/me' })).toBe('');
    },
  );

  test.each([
    ['AWS_CONFIG_FILE', 'config'],
    ['AWS_SHARED_CREDENTIALS_FILE', 'credentials'],
  ])('is what %s held, else where AWS tools look by themselves', (name, file) => {
    expect(givenBack(name, { [name]: '~/mine', HOME: '/home/me' })).toBe('~/mine');
    expect(givenBack(name, { HOME: '/home/me' })).toBe(join('/home/me', '.aws', file));
    expect(givenBack(name, { HOME: '', USERPROFILE: '/users/me' })).toBe(
      join('/users/me', '.aws', file),
    );
    expect(givenBack(name, {})).toBe('');
  });
});

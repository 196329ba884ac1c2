import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CONFIG,
  CREDENTIALS,
  userFilePath,
} from '../../../packages/core/src/5-publish/user-files.ts';

const HOME = '/home/me';

test.each([
  ['nothing', {}, ''],
  ['a home', { HOME }, join(HOME, '.aws/config')],
  ['an empty variable', { HOME, AWS_CONFIG_FILE: '' }, join(HOME, '.aws/config')],
  ['a path', { HOME, AWS_CONFIG_FILE: '/etc/aws' }, '/etc/aws'],
  ['a path from home', { HOME, AWS_CONFIG_FILE: '~/aws/config' }, join(HOME, 'aws/config')],
  ['a path from home, and no home', { AWS_CONFIG_FILE: '~/config' }, '~/config'],
  ["somebody else's home", { HOME, AWS_CONFIG_FILE: '~you/config' }, '~you/config'],
  ['a tilde inside', { HOME, AWS_CONFIG_FILE: '/a/~/config' }, '/a/~/config'],
  ['a home of Windows', { USERPROFILE: HOME }, join(HOME, '.aws/config')],
])('with %s', (_, variables: Record<string, string>, path) => {
  expect(userFilePath(CONFIG, (name) => variables[name] ?? '')).toBe(path);
});

test('a path without a tilde in front stands as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (path) => {
      fc.pre(!path.startsWith('~'));
      const variables: Record<string, string> = { HOME, AWS_SHARED_CREDENTIALS_FILE: path };
      expect(userFilePath(CREDENTIALS, (name) => variables[name] ?? '')).toBe(path);
    }),
  );
});

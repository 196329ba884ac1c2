import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RoleArn } from '../../../../packages/core/src/1-inputs/aws/role-arn.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

testRefused(RoleArn.parse, [
  ['a session ARN', 'arn:aws:sts::123456789012:assumed-role/a/b', /not the ARN of/],
  ['a user ARN', 'arn:aws:iam::123456789012:user/a', /not the ARN of an IAM role/],
  ['an unknown partition', 'arn:aws-xx:iam::123456789012:role/a', /does not exist/],
  ['a line break', 'arn:aws:iam::123456789012:role/a\nb', /not the ARN/],
]);
testAnyText(RoleArn.parse);

describe('a role ARN', () => {
  test('gives its partition, account and name without the path', () => {
    const role = RoleArn.parse('arn:aws-cn:iam::123456789012:role/team/ci/deploy');
    expect([role.partition.id, role.account, role.name]).toEqual([
      'aws-cn',
      '123456789012',
      'deploy',
    ]);
  });

  test('survives being written and read again', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const path = fc.array(fc.stringMatching(/^[a-zA-Z0-9]{1,10}$/), { maxLength: 4 });
    fc.assert(
      fc.property(name, path, fc.stringMatching(/^\d{12}$/), (role, folders, account) => {
        const text = `arn:aws:iam::${account}:role/${[...folders, role].join('/')}`;
        expect(RoleArn.parse(text)).toMatchObject({ text, account, name: role });
      }),
    );
  });
});

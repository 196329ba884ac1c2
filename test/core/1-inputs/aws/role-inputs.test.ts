import { describe, expect, test } from '@jest/globals';
import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import { readRoles } from '../../../../packages/core/src/1-inputs/aws/role-inputs.ts';
import { parseSessionDuration } from '../../../../packages/core/src/1-inputs/aws/session-duration.ts';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader } from '../../../../packages/core/src/1-inputs/input-reader.ts';
import type { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';
import { rawInputs } from '../raw-inputs.ts';

const ROLE = 'arn:aws:iam::123456789012:role/deploy';
const OTHER = 'arn:aws:iam::210987654321:role/ci/audit';

describe('the roles of a step', () => {
  function rolesOf(values: Partial<Record<InputName, string>>, seconds = '3600') {
    const reader = new InputReader(rawInputs(values));
    const roles = readRoles(
      reader,
      parseRegion('eu-west-1'),
      parseSessionDuration(seconds),
      nodePlatform({}),
    );
    return reader.finish<{ roles: Exclude<typeof roles, symbol> }>({ roles }).roles;
  }

  test('role-to-assume, with its chain, and profiles with regions of their own', () => {
    const { main, profiles } = rolesOf({
      'role-to-assume': ROLE,
      'role-chain': OTHER,
      profiles: `audit = ${OTHER}, us-east-1\nsame = ${ROLE}`,
    });
    expect(main?.chain.roles.map(String)).toEqual([OTHER]);
    expect(profiles.map(({ profile, stsEndpoint }) => [profile, stsEndpoint.url.host])).toEqual([
      ['audit', 'sts.us-east-1.amazonaws.com'],
      ['same', 'sts.eu-west-1.amazonaws.com'],
    ]);
  });

  test.each<[string, Partial<Record<InputName, string>>, string, RegExp]>([
    ['no role at all', {}, '3600', /"role-to-assume" is not given/],
    [
      'a chain without a first role',
      { 'role-chain': OTHER, profiles: `a = ${ROLE}` },
      '3600',
      /"role-chain" is given without "role-to-assume"/,
    ],
    [
      'an external ID without a chain',
      { 'role-to-assume': ROLE, 'role-external-id': 'x-1' },
      '3600',
      /"role-external-id" is given without "role-chain"/,
    ],
    [
      'a chain of two hours',
      { 'role-to-assume': ROLE, 'role-chain': OTHER },
      '7200',
      /after one hour/,
    ],
    [
      'a profile name without a role',
      { 'aws-profile': 'a', profiles: `b = ${ROLE}` },
      '3600',
      /"aws-profile" is given without/,
    ],
    [
      'one name for two roles',
      { 'role-to-assume': ROLE, 'aws-profile': 'a', profiles: `a = ${OTHER}` },
      '3600',
      /both name the profile a/,
    ],
    [
      'a role of another partition',
      { 'role-to-assume': ROLE, 'role-chain': 'arn:aws-cn:iam::123456789012:role/x' },
      '3600',
      /partition aws-cn.* is in aws\./,
    ],
    [
      'a profile of another partition',
      { profiles: `a = ${ROLE}, cn-north-1` },
      '3600',
      /partition aws, .*cn-north-1 is in aws-cn/,
    ],
  ])('%s is refused', (_, values, seconds, reason) => {
    let failure: StepFailure | undefined;
    try {
      rolesOf(values, seconds);
    } catch (error) {
      failure = error as StepFailure;
    }
    expect(failure?.message).toMatch(reason);
  });
});

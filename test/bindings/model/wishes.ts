import {
  type NewCertificate,
  newWish,
  parseApplicationName,
  parsePolicyArn,
  parseTenantGuid,
  type TeardownWish,
  type Wish,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';

export const TENANT = parseTenantGuid('11111111-1111-4111-8111-111111111111');
export const ROLE = RoleArn.parse('arn:aws:iam::123456789012:role/deployment');
export const NAME = parseApplicationName('deployments');

export function certificate(digit: string, starts = '2026-11-21'): NewCertificate {
  return {
    displayName: `entra-aws-creds ${starts}`,
    key: `key of ${digit}`,
    thumbprint: digit.repeat(40),
    starts: `${starts}T00:00:00.000Z`,
    ends: '2027-11-21T00:00:00.000Z',
  };
}

/** One binding with everything that there can be about it. */
export function wishOf(parts: Partial<Wish> = {}): Wish {
  return newWish({
    tenant: TENANT,
    application: NAME,
    role: ROLE,
    credential: { kind: 'certificate', certificate: certificate('A') },
    policies: [parsePolicyArn('arn:aws:iam::aws:policy/ReadOnlyAccess')],
    maxSessionDuration: 7200,
    ...parts,
  });
}

export function teardownOf(parts: Partial<TeardownWish> = {}): TeardownWish {
  return {
    tenant: TENANT,
    cloud: 'AzureCloud',
    application: NAME,
    role: ROLE,
    tokenVersion: undefined,
    half: { only: undefined },
    purge: false,
    ...parts,
  };
}

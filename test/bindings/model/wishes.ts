import {
  appRoleNameOf,
  type NewCertificate,
  newWish,
  type PeopleWish,
  parseApplicationName,
  parseAppRoleName,
  parseClaimsMapping,
  parsePolicyArn,
  parseTenantGuid,
  type TeardownWish,
  type WantedClaims,
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

const mapped = (name: string) => ({
  Source: 'CustomClaimsProvider',
  ID: name,
  JwtClaimType: name,
});

/** Of roles, tags and a source identity. */
export const CLAIMS: WantedClaims = {
  targetUrl: 'https://claims.example/api/claims',
  resourceId: 'api://claims.example/eeeeeeee-0000-4000-8000-000000000001',
  mapping: parseClaimsMapping(
    JSON.stringify({
      ClaimsMappingPolicy: {
        Version: 1,
        ClaimsSchema: [
          mapped('https://aws.amazon.com/roles'),
          mapped('https://aws.amazon.com/tags/principal_tags/team'),
          mapped('https://aws.amazon.com/source_identity'),
        ],
      },
    }),
  ),
};

/** The people of one role, whose roles a claims provider says. */
export function peopleWishOf(
  parts: Partial<PeopleWish> = {},
  binding: Partial<Wish> = {},
): PeopleWish {
  const wish = wishOf({ tokenVersion: 'v2', credential: { kind: 'none' }, ...binding });
  return {
    binding: wish,
    appRole: parseAppRoleName(appRoleNameOf(wish.role)),
    claims: CLAIMS,
    assign: [{ name: 'ada@contoso.com', id: 'id of ada' }],
    ...parts,
  };
}

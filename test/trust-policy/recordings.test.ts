import {
  type Evaluation,
  evaluate,
  type WebIdentityContext,
  webIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { describe, expect, test } from '@jest/globals';
import { RoleArn } from '../../packages/core/src/1-inputs/aws/role-arn.ts';
import {
  type AccessTokenClaims,
  parseAccessToken,
} from '../../packages/core/src/2-entra-token/access-token.ts';
import { StepFailure } from '../../packages/core/src/failure/step-failure.ts';
import {
  baseClaims,
  baseStatement,
  NO_ROLE_ARN,
  RECORDINGS,
  type Recording,
  ROLE_MISSING,
  ROLES_FORMAT,
  SESSION_NAME,
  type Setting,
  TAG_FORMAT,
} from '../recordings/web-identity.ts';
import { policyOf } from './fixtures.ts';

const ACCOUNT = '123456789012';
const setting: Setting = {
  account: ACCOUNT,
  issuer: 'https://issuer.example.com',
  providerArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/issuer.example.com`,
  role: `arn:aws:iam::${ACCOUNT}:role/probe`,
  otherRole: `arn:aws:iam::${ACCOUNT}:role/other`,
  now: 1_789_123_421,
};
/** Every token of Entra has them, and AWS does not look at them. */
const OF_ENTRA = { tid: '11111111-2222-3333-4444-555555555555', ver: '1.0' };

function tokenOf({ claims, twice }: Recording): string {
  const members = { ...OF_ENTRA, ...baseClaims(setting), ...claims?.(setting) };
  const texts = Object.entries(members)
    .filter(([name, value]) => value !== undefined && name !== twice?.claim)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const again = twice?.values.map((value) => `"${twice.claim}":${JSON.stringify(value)}`) ?? [];
  const payload = `{${[...texts, ...again].join(',')}}`;
  return `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;
}

function contextOf(claims: AccessTokenClaims): WebIdentityContext {
  const role = RoleArn.parse(setting.role);
  return webIdentityContext(
    {
      issuer: claims.issuer,
      audience: claims.audience,
      authorizedParty: claims.authorizedParty,
      subject: claims.subject,
      version: '1.0',
      tenantId: claims.tenant,
      namesRole: claims.aws.roles?.includes(role.text),
      session: claims.aws,
    },
    { partition: 'aws', account: ACCOUNT, sessionName: SESSION_NAME },
  );
}

type Outcome =
  | { readonly failure: StepFailure }
  | { readonly evaluation: Evaluation; readonly context: WebIdentityContext };

/** What the step makes of the row before it asks STS, or of the trust policy after. */
function outcomeOf(row: Recording): Outcome {
  let claims: AccessTokenClaims;
  try {
    claims = parseAccessToken(tokenOf(row)).claims;
  } catch (error) {
    if (error instanceof StepFailure) return { failure: error };
    throw error;
  }
  const context = contextOf(claims);
  const statements = row.statements?.(setting) ?? [baseStatement(setting)];
  return { context, evaluation: evaluate(policyOf(statements), context) };
}

const judged = RECORDINGS.filter(({ beyondStep }) => beyondStep === undefined);
const byId = (rows: readonly Recording[]) => rows.map((row) => [row.id, row] as const);

describe('what AWS answered', () => {
  test.each(byId(judged.filter(({ answer }) => answer.allowed)))('%s: allowed', (_id, row) => {
    expect(outcomeOf(row)).toMatchObject({ evaluation: { answer: 'admits' } });
  });

  const refused = judged.filter(({ answer }) => !answer.allowed);
  const ofForm = refused.filter(({ answer }) =>
    [ROLES_FORMAT, NO_ROLE_ARN, TAG_FORMAT].some((form) => form === answer),
  );
  test.each(byId(ofForm))('%s: refused for its form, before STS is asked', (_id, row) => {
    expect(outcomeOf(row)).toMatchObject({ failure: { code: 'EAC_TOKEN_AWS_CLAIM' } });
  });

  const others = refused.filter(({ answer }) => answer === ROLE_MISSING);
  test.each(byId(others))('%s: refused above the trust policy', (_id, row) => {
    expect(outcomeOf(row)).toMatchObject({
      evaluation: { answer: 'refuses' },
      context: { barrier: expect.stringContaining('does not name this role') },
    });
  });

  const denied = refused.filter(({ answer }) => !answer.allowed && answer.code === 'AccessDenied');
  test.each(byId(denied))('%s: denied by the trust policy', (_id, row) => {
    expect(outcomeOf(row)).toMatchObject({
      evaluation: { answer: 'refuses' },
      context: { barrier: undefined },
    });
  });

  test('no row is left out', () => {
    expect(ofForm.length + others.length + denied.length).toBe(refused.length);
    expect(judged.length).toBeGreaterThanOrEqual(60);
    expect(RECORDINGS.length).toBeGreaterThanOrEqual(115);
    expect(new Set(RECORDINGS.map(({ id }) => id)).size).toBe(RECORDINGS.length);
    const reasons = RECORDINGS.flatMap(({ beyondStep }) => beyondStep ?? []);
    for (const reason of reasons) expect(reason).toMatch(/\.$/);
  });
});

import { X509Certificate } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { certificateTags, type Role, sha256Of } from '../../packages/bindings/src/index.ts';
import { asksAutomation, roleProgress } from '../../packages/cli/src/set-up/role-progress.ts';
import { RoleArn } from '../../packages/core/src/programs.ts';

const NOW = new Date();
const ARN = RoleArn.parse('arn:aws:iam::123456789012:role/entra-aws-creds/deploy');
const TENANT = '11111111-1111-4111-8111-111111111111';
const CLIENT = '22222222-2222-4222-8222-222222222222';
const OWN = 'EntraAwsCreds22222222222242228222222222222222';
const MARK = { 'entra-aws-creds:application-id': CLIENT };
const STATUS = 'entra-aws-creds:status';
const BOUND = { ...MARK, [STATUS]: 'bound: nobody can log in yet' };
const SUBJECT = { 'entra-aws-creds:subject': 'github:contoso/web:environment:prod' };

/** A role with one statement for tokens of the tenant, v2.0 unless another issuer is given. */
function role(
  aud: string,
  tags: Role['tags'] = {},
  issuer = `login.microsoftonline.com/${TENANT}/v2.0`,
): Role {
  return {
    arn: ARN,
    roleId: 'AROANEW',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: {
        ...('entra-aws-creds:application-id' in tags && { Sid: OWN }),
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: aud } },
      },
    },
    tags,
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    created: undefined,
    lastUsed: undefined,
  };
}

function named(days: number): Role['tags'] {
  const notAfter = new Date(NOW.getTime() + days * 86_400_000);
  const notBefore = new Date(NOW.getTime() - 9 * 86_400_000);
  const { certificatePem } = issueCertificate({ commonName: 'x', notBefore, notAfter });
  const der = new X509Certificate(certificatePem).raw;
  return certificateTags({ sha256: sha256Of(der), der }, []);
}

describe('what is next for a role', () => {
  test.each<[string, Role, RegExp]>([
    ['that asks', role('entra-aws-creds'), /^Wait: /],
    ['that asks by its tag', role('api://x', { 'entra-aws-creds:managed': 'true' }), /^Wait: /],
    ['with a real audience', role('api://x'), /names the audience api:\/\/x and not/],
    ['of somebody else', role('x', {}, 'gitlab.com'), /names no identity provider of a tenant/],
    ['bound by setup', role(CLIENT, MARK), /entra-aws-creds rotate/],
    ['nobody logs in for', role(CLIENT, BOUND), /^Say who may log in: .*enroll --role arn:/],
    ['with a subject', role(CLIENT, { ...BOUND, ...SUBJECT }), /^Nothing: .* client ID 2222/],
    ['with a certificate', role(CLIENT, { ...BOUND, ...named(9) }), /^Nothing: /],
    ['whose certificate has ended', role(CLIENT, { ...BOUND, ...named(-1) }), /has ended: run/],
    [
      'with a certificate that cannot be',
      role(CLIENT, { ...BOUND, 'entra-aws-creds:certificate': 'x' }),
      /does not name certificates by their SHA-256/,
    ],
    [
      'that was refused',
      role('entra-aws-creds', { [STATUS]: 'conflict: EAC_BINDING_CONFLICT no' }),
      /^Correct .*troubleshooting\.md#eac_binding_conflict says more/,
    ],
  ])('%s', (_, seen, next) => {
    expect(roleProgress(seen, NOW).next).toMatch(next);
  });
});

test('what the pipeline says stands in the role', () => {
  const shared = role('api://aws', BOUND, `sts.windows.net/${TENANT}/`);
  expect(roleProgress(shared, NOW).bound).toEqual({
    tenantId: TENANT,
    clientId: CLIENT,
    audience: 'api://aws',
  });
});

test('a role that setup has bound does not ask the automation', () => {
  expect(asksAutomation(role(CLIENT, MARK))).toBe(false);
  expect(asksAutomation(role('entra-aws-creds'))).toBe(true);
  expect(asksAutomation(role('api://x', SUBJECT))).toBe(true);
});

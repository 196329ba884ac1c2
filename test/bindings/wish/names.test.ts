import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  applicationNameOf,
  clientIdOfStatement,
  issuerOf,
  parseApplicationName,
  parseMaxSessionDuration,
  parsePolicyArn,
  parseTenantGuid,
  statementIdOf,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { testAnyText } from '../../core/1-inputs/parser-tests.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const wrong = expect.objectContaining({ name: 'InputProblem' });

describe('the name of an application', () => {
  test('is its unique name where that can be read', () => {
    expect(parseApplicationName(' deploy-prod ')).toEqual({
      displayName: 'deploy-prod',
      uniqueName: 'entra-aws-creds-deploy-prod',
    });
  });

  test('has a unique name of its own whatever it is', () => {
    const names = ['AWS deployments', 'aws deployments', 'aws-deployments', 'Äpfel', 'Öpfel'];
    const unique = names.map((name) => parseApplicationName(name).uniqueName);
    expect(new Set(unique).size).toBe(names.length);
    for (const name of unique) expect(name).toMatch(/^entra-aws-creds-[a-z0-9-]+$/);
  });

  test.each(['', '  ', 'a\nb', 'x'.repeat(121)])('is not %j', (text) => {
    expect(() => parseApplicationName(text)).toThrow(wrong);
  });

  testAnyText(parseApplicationName);

  test('follows from a role, whose name IAM does not tell in upper from lower case', () => {
    const of = (arn: string, id = 'AROA1') => applicationNameOf(RoleArn.parse(arn), id);
    const name = of('arn:aws:iam::123456789012:role/path/Deploy+a=b');
    expect(name.displayName).toBe('AWS 123456789012 Deploy+a=b');
    expect(name.uniqueName).toMatch(/^entra-aws-creds-123456789012-[0-9a-f]{20}$/);
    expect(of('arn:aws:iam::123456789012:role/deploy+A=B').uniqueName).toBe(name.uniqueName);
    expect(of('arn:aws-cn:iam::123456789012:role/deploy+A=B').uniqueName).not.toBe(name.uniqueName);
    // Made again under the same name, it is another role.
    expect(of('arn:aws:iam::123456789012:role/path/Deploy+a=b', 'AROA2').uniqueName).not.toBe(
      name.uniqueName,
    );
  });
});

describe('the issuer of tokens', () => {
  const tenant = parseTenantGuid(TENANT);

  test.each([
    ['AzureCloud', 'v1', `https://sts.windows.net/${TENANT}/`],
    ['AzureCloud', 'v2', `https://login.microsoftonline.com/${TENANT}/v2.0`],
    ['AzureUSGovernment', 'v1', `https://sts.windows.net/${TENANT}/`],
    ['AzureUSGovernment', 'v2', `https://login.microsoftonline.us/${TENANT}/v2.0`],
    ['AzureChinaCloud', 'v1', `https://sts.chinacloudapi.cn/${TENANT}/`],
    ['AzureChinaCloud', 'v2', `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`],
  ] as const)('of %s, %s', (cloud, version, issuer) => {
    expect(issuerOf(tenant, version, cloud)).toBe(issuer);
  });

  test('needs the GUID of the tenant', () => {
    expect(() => parseTenantGuid('contoso.onmicrosoft.com')).toThrow(wrong);
  });
});

describe('settings of a role', () => {
  test.each(['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws-cn:iam::123456789012:policy/a/b'])(
    'policy %s',
    (arn) => expect(parsePolicyArn(arn)).toBe(arn),
  );
  test.each(['', 'ReadOnlyAccess', 'arn:aws:iam::123456789012:role/x', 'arn:aws:iam:::policy/x'])(
    'no policy: %j',
    (text) => expect(() => parsePolicyArn(text)).toThrow(wrong),
  );
  testAnyText(parsePolicyArn);

  test.each(['3600', '43200'])('session of %s s', (text) => {
    expect(parseMaxSessionDuration(text)).toBe(Number(text));
  });
  test.each(['', '3599', '43201', '1h', '4e3'])('no session: %j', (text) => {
    expect(() => parseMaxSessionDuration(text)).toThrow(wrong);
  });
  testAnyText(parseMaxSessionDuration);
});

test('the Sid of a statement tells whose it is', () => {
  fc.assert(
    fc.property(fc.uuid(), (clientId) => {
      expect(clientIdOfStatement(statementIdOf(clientId))).toBe(clientId);
    }),
  );
  expect(clientIdOfStatement('EntraAwsCreds')).toBeUndefined();
  expect(clientIdOfStatement('Theirs')).toBeUndefined();
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { readCentralSettings } from '../../packages/organization/src/index.ts';
import { isCode } from './harness/exports.ts';
import { definition, resolved, templateText } from './harness/template.ts';

const GUID = '7c4f6f3e-1111-4222-8333-444455556666';
const SECRET_ARN =
  'arn:aws-us-gov:secretsmanager:us-gov-west-1:111111111111:secret:automation/certificate-AbCdEf';

describe.each(['role.asl.json', 'nightly.asl.json'])('%s', (file) => {
  test('is a valid state machine', () => {
    expect(validate(definition(file) as never).errors).toEqual([]);
  });

  test('calls functions that the template fills in', () => {
    const asked = new Set(
      [...templateText(file).matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name),
    );
    const { Resources } = resolved('central.yaml', {});
    const machine = Object.values(Resources).find((one) => one.Properties.DefinitionUri === file);
    expect(new Set(Object.keys(machine?.Properties.DefinitionSubstitutions))).toEqual(asked);
  });
});

describe('the central template', () => {
  const { Resources } = resolved('central.yaml', {});
  const functions = Object.entries(Resources).filter(
    ([, { Type }]) => Type === 'AWS::Serverless::Function',
  );

  test.each(functions.map(([name, { Properties }]) => [name, Properties.Handler as string]))(
    '%s has the handler %s',
    (_, handler) => expect(isCode(handler.replace('index.', ''))).toBe(true),
  );

  test('lets the tasks read one secret in place of the tokens, only where it is given', () => {
    const given = resolved('central.yaml', { CertificateSecretArn: SECRET_ARN });
    const [policy] = given.Resources['TaskRole']?.Properties.Policies ?? [];
    const { Statement } = policy.PolicyDocument;
    expect(Statement.filter(({ Sid }: { Sid: string }) => Sid.startsWith('Own'))).toEqual([
      {
        Sid: 'OwnCertificate',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: SECRET_ARN,
      },
    ]);
  });

  test('gives the functions every setting that they read', () => {
    const { Globals } = resolved('central.yaml', {});
    const ofAws = /^AWS_/;
    const asked = new Set<string>();
    const environment = new Proxy<Record<string, string>>(
      { TENANT_ID: GUID, CLIENT_ID: GUID },
      {
        get: (values, name: string) => {
          asked.add(name);
          return values[name];
        },
      },
    );
    readCentralSettings(environment);
    const own = [...asked].filter((name) => !ofAws.test(name));
    expect(Object.keys(Globals?.Function.Environment.Variables)).toEqual(
      expect.arrayContaining(own),
    );
    expect(own.length).toBeGreaterThan(12);
  });

  test.each([
    ['DirectoryApiEndpoint', 'https://directory.azurewebsites.net', 'http://directory'],
    ['CertificateSecretArn', SECRET_ARN, SECRET_ARN.replace(/-\w{6}$/, '')],
  ])('takes nothing or what is right as %s', (name, right, wrong) => {
    const pattern = new RegExp(resolved('central.yaml', {}).Parameters[name]?.AllowedPattern ?? '');
    expect(['', right, wrong].map((text) => pattern.test(text))).toEqual([true, true, false]);
  });
});

describe('the template of the members', () => {
  test.each(['path', 'tag'])('never lets it write what is not its own to, by %s', (Mode) => {
    const { Resources } = resolved('member.yaml', { Mode });
    const documents = Resources['AutomationRole']?.Properties.Policies.flatMap(
      (one: { PolicyDocument: { Statement: object[] } }) => one.PolicyDocument.Statement,
    ) as readonly Record<string, unknown>[];
    const allowed = documents.filter(({ Effect }) => Effect === 'Allow');
    const actions = allowed.flatMap(({ Action }) => [Action].flat());
    expect(actions).not.toContain('iam:CreateRole');
    expect(actions.filter((one) => String(one).includes('*'))).toEqual([]);
    const writes = allowed.filter(({ Action }) =>
      [Action]
        .flat()
        .some((one) => /Role(?:Policy)?$/.test(String(one)) && /Update|Tag/.test(String(one))),
    );
    for (const { Resource, Condition } of writes) {
      const isNarrow =
        Mode === 'path'
          ? String(Resource).includes(':role/entra-aws-creds/*')
          : JSON.stringify(Condition).includes('aws:ResourceTag/entra-aws-creds:managed');
      expect(isNarrow).toBe(true);
    }
    expect(documents.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(1);
    const tagging = allowed.find(({ Action }) => [Action].flat().includes('iam:TagRole'));
    expect(tagging?.['Condition']).toMatchObject({
      'ForAllValues:StringEquals': {
        'aws:TagKeys': ['entra-aws-creds:application-id', 'entra-aws-creds:status'],
      },
    });
  });

  test('is plain CloudFormation, which a service-managed stack set takes', () => {
    expect(
      readFileSync(
        new URL('../../packages/organization/templates/member.yaml', import.meta.url),
        'utf8',
      ),
    ).not.toContain('Transform');
  });
});

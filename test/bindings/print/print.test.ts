import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import {
  PRINT_FORMS,
  parseApplicationName,
  planSetup,
  providerFor,
} from '../../../packages/bindings/src/index.ts';
import { word } from '../../../packages/bindings/src/print/bash-text.ts';
import { withPlaceholders } from '../../../packages/bindings/src/print/placeholder.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { AWKWARD, CASES, IDS, printedOf, role } from './printed.ts';
import { resolved } from './resolved-template.ts';

const HALF = { only: 'aws', ...IDS } as const;
const { cli, terraform, cloudformation, bicep } = PRINT_FORMS;

describe('cli', () => {
  test.each(CASES)('%s, is a script that bash reads', (_, parts) => {
    const { status, stderr } = spawnSync('bash', ['-n'], {
      input: cli.print(printedOf(parts)),
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('hands every text on as it is, with variables where IDs are not known yet', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 50 });
    fc.assert(
      fc.property(texts, (all) => {
        const plain = all.map((one) => one.replace(/\p{C}/gu, ''));
        const later = plain.map((prefix) => withPlaceholders({ after: 'application', prefix }));
        const words = [...plain, ...later].map(word).join(' ');
        const { stdout } = spawnSync('bash', ['-c', `client_id=ID; printf '%s\\n' ${words}`], {
          encoding: 'utf8',
        });
        expect(stdout).toBe([...plain, ...plain.map((one) => `${one}ID`)].join('\n').concat('\n'));
      }),
      { numRuns: 10 },
    );
  });

  test('runs nothing that a name says, and hands it on as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'printed-'));
    try {
      const aws = `#!/bin/sh
        case "$*" in
          "sts "*) echo ${role().account} ;;
          "iam get-"*) echo NoSuchEntity >&2; exit 1 ;;
          "iam create-role "*) printf '%s\\n' "$@" ;;
        esac`;
      writeFileSync(join(folder, 'aws'), aws, { mode: 0o755 });
      writeFileSync(join(folder, 'set-up.sh'), cli.print(printedOf({ half: 'aws', ids: IDS })));
      const { status, stdout, stderr } = spawnSync('bash', ['set-up.sh'], {
        cwd: folder,
        env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout.split('\n')).toContain(role().text.replace(/.*:role|[^/]*$/g, ''));
      expect(stdout).toContain(
        `--client-id ${IDS.clientId} --role ${word(role().text)} --aws-region`,
      );
      expect(readdirSync(folder).toSorted()).toEqual(['aws', 'set-up.sh']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('terraform', () => {
  const isHere = spawnSync('terraform', ['version']).status === 0;
  const where = isHere ? test : test.skip;

  where.each(CASES)('%s, is what terraform fmt would write', (_, parts) => {
    const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-diff', '-'], {
      input: terraform.print(printedOf(parts)),
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });

  test('keeps its hands off the audiences of others', () => {
    const text = terraform.print(printedOf());
    expect(text).toMatch(/ignore_changes +=\s\[client_id_list\]/);
    expect(text).toContain('entra-aws-creds-adopted');
  });
});

describe('cloudformation', () => {
  const template = (parts: Parameters<typeof printedOf>[0]) =>
    resolved(cloudformation.print(printedOf({ half: 'aws', ...parts })), {
      ClientId: IDS.clientId,
      Subject: IDS.servicePrincipalId,
      'AWS::AccountId': '999999999999',
    });

  test('has the trust statement of set-up, for whatever account it is deployed in', () => {
    const { Role } = template({}).Resources;
    const issuer = 'login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0';
    expect(Role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Sid: `EntraAwsCreds${IDS.clientId.replaceAll('-', '')}`,
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::999999999999:oidc-provider/${issuer}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: IDS.clientId,
            [`${issuer}:oaud`]: IDS.clientId,
            [`${issuer}:sub`]: IDS.servicePrincipalId,
          },
        },
      },
    ]);
    expect(Role.Properties.ManagedPolicyArns).toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'arn:aws:iam::999999999999:policy/own',
    ]);
  });

  test('leaves nothing to do for set-up, once it is deployed', () => {
    const printed = printedOf({ half: 'aws' });
    const wish = { ...printed, cloud: printed.graph.cloud, role: role(), half: HALF };
    const { Provider, Role } = resolved(cloudformation.print(printed), {
      ClientId: IDS.clientId,
      Subject: IDS.servicePrincipalId,
      'AWS::AccountId': role().account,
    }).Resources;
    const providerName = providerFor(wish, 'v2');
    const { Tags, AssumeRolePolicyDocument, MaxSessionDuration, PermissionsBoundary } =
      Role.Properties;
    const aws = {
      providerName,
      provider: {
        ...providerName,
        url: Provider.Properties.Url,
        audiences: Provider.Properties.ClientIdList,
        tags: {},
      },
      role: {
        arn: RoleArn.parse(
          `arn:aws:iam::${role().account}:role${Role.Properties.Path}${Role.Properties.RoleName}`,
        ),
        roleId: 'AROA1',
        trustPolicy: AssumeRolePolicyDocument,
        tags: Object.fromEntries(
          Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]),
        ),
        maxSessionDuration: MaxSessionDuration,
        permissionsBoundary: PermissionsBoundary,
        created: undefined,
        lastUsed: undefined,
      },
      attachedPolicies: Role.Properties.ManagedPolicyArns,
      inlinePolicies: undefined,
      neighbours: undefined,
    };
    expect(planSetup(wish, { entra: undefined, aws })).toEqual([]);
  });

  test('makes no identity provider unless it is told to, and never deletes one', () => {
    const { Parameters, Resources } = template({});
    expect(Parameters.CreateProvider.Default).toBe('false');
    expect(Resources.Provider).toMatchObject({
      Condition: 'LacksProvider',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('knows the IDs that are given', () => {
    const { Parameters } = template({ ids: IDS });
    expect([Parameters.ClientId.Default, Parameters.Subject.Default]).toEqual([
      IDS.clientId,
      IDS.servicePrincipalId,
    ]);
  });

  test('of several accounts, is deployed as a stack set', () => {
    const [, parts = {}] = CASES.find(([name]) => name === 'for several accounts') ?? [];
    expect(cloudformation.print(printedOf(parts))).toMatch(
      /create-stack-instances .*--accounts 123456789012 210987654321 /,
    );
  });

  test('is YAML whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (name) => {
        const displayName = name.replace(/\p{C}/gu, '').trim() || 'x';
        const application = parseApplicationName(displayName);
        const text = cloudformation.print(printedOf({ half: 'aws', application }));
        expect(parseDocument(text, { logLevel: 'silent' }).errors).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('takes a shared audience as it is', () => {
    const { Provider } = template({ audience: { mode: 'shared', resource: AWKWARD } }).Resources;
    expect(Provider.Properties.ClientIdList).toEqual([AWKWARD]);
  });
});

describe('bicep', () => {
  test('interpolates nothing of a name', () => {
    const text = bicep.print(printedOf({ half: 'entra' }));
    expect(text).toContain(
      `displayName: 'It\\'s "$HOME" \\\${HOME} %{x} \`id\` \\\\ # \\u{e9}  !'`,
    );
  });
});

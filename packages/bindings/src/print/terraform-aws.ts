import type { RoleArn } from '@entra-aws-creds/core/programs';
import { APPLICATION_ID_TAG } from '../ownership.ts';
import { roleDescription } from '../plan/setup-aws.ts';
import { type HclBlock, type HclItem, json, list, object, text } from './hcl.ts';
import { placeholder, withPlaceholders } from './placeholder.ts';
import {
  type Printed,
  pathOf,
  policyIn,
  printedPins,
  printedProvider,
  printedStatement,
} from './printed.ts';

/** AWS's half for the provider `aws`, once for each account. */
export function awsBlocks(printed: Printed): readonly HclBlock[] {
  const { roles } = printed;
  return [
    WITHOUT_PROVIDER,
    ...(roles.length === 1 ? [] : [ADMINISTRATOR]),
    ...roles.flatMap((role) => accountBlocks(printed, role)),
  ];
}

/** A provider is the account's, and not this configuration's, once it is there. */
const WITHOUT_PROVIDER: HclBlock = {
  head: 'variable "accounts_without_provider"',
  items: [
    [
      'description',
      text("IDs of the accounts that lack the tenant's identity provider: it is made in these"),
    ],
    ['type', 'set(string)'],
    ['default', '[]'],
  ],
};

const ADMINISTRATOR: HclBlock = {
  head: 'variable "administrator_role"',
  items: [
    ['description', text('Name of the role that Terraform assumes in each account')],
    ['type', 'string'],
    ['default', text('OrganizationAccountAccessRole')],
  ],
};

function accountBlocks(printed: Printed, role: RoleArn): readonly HclBlock[] {
  const { account, partition } = role;
  const isOnly = printed.roles.length === 1;
  const suffix = isOnly ? '' : `_${account}`;
  const provider = printedProvider(printed, role);
  const { policies } = printed;
  const aliased: readonly HclItem[] = isOnly ? [] : [['provider', `aws.account${suffix}`]];
  const assumed = `join("", [${text(`arn:${partition.id}:iam::${account}:role/`)}, var.administrator_role])`;
  return [
    {
      head: 'provider "aws"',
      items: [
        ...(isOnly ? [] : [['alias', text(`account${suffix}`)] as const]),
        ['allowed_account_ids', list([text(account)])],
        ...(isOnly ? [] : [{ head: 'assume_role', items: [['role_arn', assumed] as const] }]),
      ],
    },
    {
      head: `resource "aws_iam_openid_connect_provider" "entra${suffix}"`,
      items: [
        ...aliased,
        ['count', `contains(var.accounts_without_provider, ${text(account)}) ? 1 : 0`],
        ['url', text(provider.url)],
        ['client_id_list', list([text(withPlaceholders(printedPins(printed).aud))])],
        {
          head: 'lifecycle',
          items: [
            ['ignore_changes', '[client_id_list]'],
            ['prevent_destroy', 'true'],
          ],
        },
      ],
    },
    {
      head: `resource "aws_iam_role" "pipeline${suffix}"`,
      items: [
        ...aliased,
        ['name', text(role.name)],
        ['path', text(pathOf(role))],
        ['description', text(roleDescription(printed.application))],
        ...limits(printed, account),
        ['tags', object([[text(APPLICATION_ID_TAG), 'local.client_id']])],
        ['assume_role_policy', `jsonencode(${json(trustPolicy(printed, provider.arn))})`],
      ],
    },
    ...policies.map(
      (policy, index): HclBlock => ({
        head: `resource "aws_iam_role_policy_attachment" "pipeline${suffix}${policies.length === 1 ? '' : `_${index + 1}`}"`,
        items: [
          ...aliased,
          ['role', `aws_iam_role.pipeline${suffix}.name`],
          ['policy_arn', text(policyIn(policy, printed, account))],
        ],
      }),
    ),
  ];
}

function limits(printed: Printed, account: string): readonly HclItem[] {
  const { maxSessionDuration: seconds, permissionsBoundary: boundary } = printed;
  return [
    ...(seconds === undefined ? [] : [['max_session_duration', String(seconds)] as const]),
    ...(boundary === undefined
      ? []
      : [['permissions_boundary', text(policyIn(boundary, printed, account))] as const]),
  ];
}

function trustPolicy(printed: Printed, provider: string): object {
  const statement = printedStatement(printed, {
    sid: placeholder('sid'),
    provider,
    say: withPlaceholders,
  });
  return { Version: '2012-10-17', Statement: [statement] };
}

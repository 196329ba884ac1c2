import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import type { Iam } from './iam-client.ts';
import { ABSENT } from './iam-failure.ts';
import type { IdentityAccount } from './identity-account.ts';

type Permissions = Pick<
  IdentityAccount,
  'attachedPolicies' | 'inlinePolicies' | 'attachPolicy' | 'detachPolicy' | 'putPermissionsBoundary'
>;

/** What the account's roles may do once they are assumed. */
export function iamPermissions(iam: Iam): Permissions {
  return {
    attachedPolicies: ({ name }) =>
      pages(async (Marker) => {
        const page = await iam.send({
          asking: `Listing the policies of the role ${name}`,
          action: 'iam:ListAttachedRolePolicies',
          call: (client) =>
            client.send(new ListAttachedRolePoliciesCommand({ RoleName: name, Marker })),
          accepted: [ABSENT],
        });
        const items = (page?.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn);
        return { items, next: page?.IsTruncated === true ? page.Marker : undefined };
      }),
    inlinePolicies: ({ name }) =>
      pages(async (Marker) => {
        const page = await iam.send({
          asking: `Listing the inline policies of the role ${name}`,
          action: 'iam:ListRolePolicies',
          call: (client) => client.send(new ListRolePoliciesCommand({ RoleName: name, Marker })),
          accepted: [ABSENT],
        });
        const items = page?.PolicyNames ?? [];
        return { items, next: page?.IsTruncated === true ? page.Marker : undefined };
      }),
    attachPolicy: async ({ name }, PolicyArn) => {
      await iam.send({
        asking: `Attaching ${PolicyArn} to the role ${name}`,
        action: 'iam:AttachRolePolicy',
        call: (client) => client.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn })),
      });
    },
    detachPolicy: async ({ name }, PolicyArn) => {
      await iam.send({
        asking: `Detaching ${PolicyArn} from the role ${name}`,
        action: 'iam:DetachRolePolicy',
        call: (client) => client.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn })),
        accepted: [ABSENT],
      });
    },
    putPermissionsBoundary: async ({ name }, policyArn) => {
      await iam.send({
        asking: `Setting the permissions boundary of the role ${name}`,
        action: 'iam:PutRolePermissionsBoundary',
        call: (client) =>
          client.send(
            new PutRolePermissionsBoundaryCommand({
              RoleName: name,
              PermissionsBoundary: policyArn,
            }),
          ),
      });
    },
  };
}

async function pages(
  read: (
    marker: string | undefined,
  ) => Promise<{ readonly items: readonly string[]; readonly next: string | undefined }>,
): Promise<readonly string[]> {
  const all: string[] = [];
  let marker: string | undefined;
  do {
    const { items, next } = await read(marker);
    all.push(...items);
    marker = next;
  } while (marker !== undefined);
  return all;
}

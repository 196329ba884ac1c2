import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  type IAMClient,
  ListRolesCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import { readRole, tagList } from './iam-answers.ts';
import type { Iam } from './iam-client.ts';
import { ABSENT } from './iam-failure.ts';
import type { IdentityAccount } from './identity-account.ts';
import type { Role } from './role.ts';

type Roles = Pick<
  IdentityAccount,
  | 'role'
  | 'roles'
  | 'createRole'
  | 'updateTrustPolicy'
  | 'updateMaxSessionDuration'
  | 'tagRole'
  | 'untagRole'
  | 'deleteRole'
>;

/** The account's roles: who may assume them, and how they are marked. */
export function iamRoles(iam: Iam): Roles {
  const change = async (
    doing: string,
    role: RoleArn,
    action: string,
    call: (client: IAMClient) => Promise<unknown>,
  ) => {
    await iam.send({ asking: `${doing} the role ${role.name}`, action, call });
  };
  return {
    role: async (name) => {
      const answer = await iam.send({
        asking: `Reading the role ${name}`,
        action: 'iam:GetRole',
        call: (client) => client.send(new GetRoleCommand({ RoleName: name })),
        accepted: [ABSENT],
      });
      return answer && readRole(answer.Role);
    },
    roles: () => listRoles(iam),
    createRole: async (role) => {
      const answer = await iam.send({
        asking: `Creating the role ${role.arn.name}`,
        action: 'iam:CreateRole, iam:TagRole',
        call: (client) =>
          client.send(
            new CreateRoleCommand({
              Path: pathOf(role.arn),
              RoleName: role.arn.name,
              AssumeRolePolicyDocument: JSON.stringify(role.trustPolicy),
              Description: role.description,
              Tags: tagList(role.tags),
              MaxSessionDuration: role.maxSessionDuration,
              PermissionsBoundary: role.permissionsBoundary,
            }),
          ),
      });
      return readRole(answer?.Role);
    },
    updateTrustPolicy: (role, policy) =>
      change('Writing the trust policy of', role, 'iam:UpdateAssumeRolePolicy', (client) =>
        client.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: role.name,
            PolicyDocument: JSON.stringify(policy),
          }),
        ),
      ),
    updateMaxSessionDuration: (role, seconds) =>
      change('Setting the session duration of', role, 'iam:UpdateRole', (client) =>
        client.send(new UpdateRoleCommand({ RoleName: role.name, MaxSessionDuration: seconds })),
      ),
    tagRole: (role, tags) =>
      change('Tagging', role, 'iam:TagRole', (client) =>
        client.send(new TagRoleCommand({ RoleName: role.name, Tags: tagList(tags) })),
      ),
    untagRole: (role, keys) =>
      change('Removing tags of', role, 'iam:UntagRole', (client) =>
        client.send(new UntagRoleCommand({ RoleName: role.name, TagKeys: [...keys] })),
      ),
    deleteRole: async (role) => {
      await iam.send({
        asking: `Deleting the role ${role.name}`,
        action: 'iam:DeleteRole',
        call: (client) => client.send(new DeleteRoleCommand({ RoleName: role.name })),
        accepted: [ABSENT],
      });
    },
  };
}

async function* listRoles(iam: Iam): AsyncIterable<Role> {
  let marker: string | undefined;
  do {
    const page = await iam.send({
      asking: 'Listing the roles',
      action: 'iam:ListRoles',
      call: (client) => client.send(new ListRolesCommand({ Marker: marker })),
    });
    for (const role of page?.Roles ?? []) yield readRole(role);
    marker = page?.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
}

/** With a slash at both ends, as IAM wants it. */
function pathOf({ text, name }: RoleArn): string {
  return text.slice(text.indexOf(':role/') + ':role'.length, text.length - name.length);
}

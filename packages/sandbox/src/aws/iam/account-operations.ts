import type { AwsUser } from '../account.ts';
import { violation } from '../parameter-constraints.ts';
import { readList } from '../query-protocol.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readPage } from './paging.ts';
import { encodeDocument } from './policy-document.ts';
import type { RoleView } from './role.ts';
import { attachedPolicyXml } from './role-policies.ts';
import { boundaryXml, lastUsedXml, roleXml } from './role-xml.ts';
import { tagList } from './tags.ts';
import { inlinePolicyName, userXml } from './user-operations.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const accountOperations: IamOperations = {
  GetAccountAuthorizationDetails: getDetails,
  ListAccountAliases: listAliases,
};

const KINDS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'];

/** Groups and managed policies are left out: nothing here reads them. */
function getDetails({ account, parameters, authorize }: IamCall): XmlTree {
  authorize({ arn: '*' });
  const asked = readList(parameters, 'Filter');
  const unknown = asked.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined) {
    throw violation(unknown, 'filter', `Member must satisfy enum value set: [${KINDS.join(', ')}]`);
  }
  const wants = (kind: string) => asked.length === 0 || asked.includes(kind);
  const users = wants('User') ? account.users : [];
  const roles = wants('Role') ? account.viewRoles() : [];
  const all: readonly Detail[] = [
    ...users.map((user) => ({ key: `1${user.name.toLowerCase()}`, user })),
    ...roles.map((role) => ({ key: `2${role.name.toLowerCase()}`, role })),
  ];
  const page = readPage(parameters, all, ({ key }) => key);
  return {
    UserDetailList: page.items.flatMap(({ user }) => (user ? [userDetail(user)] : [])),
    GroupDetailList: [],
    RoleDetailList: page.items.flatMap(({ role }) => (role ? [roleDetail(role)] : [])),
    Policies: [],
    ...page.rest,
  };
}

interface Detail {
  readonly key: string;
  readonly user?: AwsUser;
  readonly role?: RoleView;
}

function userDetail(user: AwsUser): XmlTree {
  return {
    ...userXml(user),
    PasswordLastUsed: undefined,
    UserPolicyList: user.policies.map((policy, index) =>
      inlinePolicy(inlinePolicyName(index), JSON.stringify(policy)),
    ),
    GroupList: user.groups,
    AttachedManagedPolicies: [...user.attachedPolicies].map(attachedPolicyXml),
    Tags: tagList(user.tags),
  };
}

function roleDetail(role: RoleView): XmlTree {
  return {
    ...roleXml(role),
    InstanceProfileList: [],
    RolePolicyList: [...role.inlinePolicies].map(([name, text]) => inlinePolicy(name, text)),
    AttachedManagedPolicies: [...role.attachedPolicies].map(attachedPolicyXml),
    PermissionsBoundary: boundaryXml(role),
    Tags: tagList(role.tags),
    RoleLastUsed: lastUsedXml(role),
  };
}

function inlinePolicy(name: string, document: string): XmlTree {
  return { PolicyName: name, PolicyDocument: encodeDocument(document) };
}

function listAliases({ account, parameters, authorize }: IamCall): XmlTree {
  authorize({ arn: '*' });
  const aliases = account.alias === undefined ? [] : [account.alias];
  const page = readPage(parameters, aliases, (alias) => alias);
  return { AccountAliases: page.items, ...page.rest };
}

import type { AwsUser } from '../account.ts';
import { QueryError } from '../query-error.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readPage } from './paging.ts';
import { readName } from './parameters.ts';
import { attachedXml } from './role-policies.ts';
import { toTheSecond } from './role-xml.ts';
import { tagList } from './tags.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const userOperations: IamOperations = {
  ListUsers: list,
  GetUser: get,
  ListUserTags: listTags,
  ListGroupsForUser: listGroups,
  ListAttachedUserPolicies: (call) => attachedXml(call.parameters, userOf(call).attachedPolicies),
  ListUserPolicies: listPolicies,
  ListAccessKeys: listKeys,
  GetAccessKeyLastUsed: getKeyLastUsed,
};

/** Without tags and boundary, as documented. */
function list({ account, parameters, authorize }: IamCall): XmlTree {
  const prefix = parameters.get('PathPrefix') ?? '/';
  authorize({ arn: account.arn('iam', `user${prefix}`) });
  const users = account.users.filter(({ path }) => path.startsWith(prefix));
  const page = readPage(parameters, users, ({ name }) => name.toLowerCase());
  return { Users: page.items.map(userXml), ...page.rest };
}

function get(call: IamCall): XmlTree {
  const user = userOf(call);
  return { User: { ...userXml(user), Tags: user.tags.size > 0 ? tagList(user.tags) : undefined } };
}

function listTags(call: IamCall): XmlTree {
  const page = readPage(call.parameters, [...userOf(call).tags], ([key]) => key);
  return { Tags: page.items.map(([Key, Value]) => ({ Key, Value })), ...page.rest };
}

function listGroups(call: IamCall): XmlTree {
  const user = userOf(call);
  const page = readPage(call.parameters, user.groups, (name) => name);
  const groups = page.items.map((name) => ({
    Path: '/',
    GroupName: name,
    GroupId: groupId(name),
    Arn: call.account.arn('iam', `group/${name}`),
    CreateDate: toTheSecond(user.createdAt),
  }));
  return { Groups: groups, ...page.rest };
}

function listPolicies(call: IamCall): XmlTree {
  const names = userOf(call).policies.map((_, index) => inlinePolicyName(index));
  const page = readPage(call.parameters, names, (name) => name);
  return { PolicyNames: page.items, ...page.rest };
}

function listKeys(call: IamCall): XmlTree {
  const user = userOf(call);
  const page = readPage(call.parameters, user.accessKeys, ({ accessKeyId }) => accessKeyId);
  const keys = page.items.map(({ accessKeyId, status, createdAt }) => ({
    UserName: user.name,
    AccessKeyId: accessKeyId,
    Status: status,
    CreateDate: toTheSecond(createdAt),
  }));
  return { AccessKeyMetadata: keys, ...page.rest };
}

/**
 * Without a date, and with `N/A` twice, for a key that was never used.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
 */
function getKeyLastUsed({ account, parameters, authorize }: IamCall): XmlTree {
  const id = parameters.get('AccessKeyId') ?? '';
  const user = account.users.find((one) => one.accessKeys.some((key) => key.accessKeyId === id));
  authorize(user ? { arn: user.arn, shown: `user ${user.name}` } : { arn: '*' });
  const key = user?.accessKeys.find(({ accessKeyId }) => accessKeyId === id);
  if (!user || !key) {
    throw new QueryError('NoSuchEntity', `The Access Key with id ${id} cannot be found`, 404);
  }
  const { lastUsed } = key;
  return {
    UserName: user.name,
    AccessKeyLastUsed: {
      LastUsedDate: lastUsed && toTheSecond(lastUsed.date),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
}

export function userXml(user: AwsUser): XmlTree {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: toTheSecond(user.createdAt),
    PasswordLastUsed: user.passwordLastUsed && toTheSecond(user.passwordLastUsed),
  };
}

export function inlinePolicyName(index: number): string {
  return `policy-${index + 1}`;
}

/** Groups are nothing but names here; an ID is made of each. */
function groupId(name: string): string {
  const letters = Buffer.from(name).toString('hex').replace(/\d/g, '').toUpperCase();
  return `AGPA${letters.padEnd(17, 'A').slice(0, 17)}`;
}

/** The user that a call names, authorized; without a name, the caller. @throws QueryError */
function userOf({ account, caller, parameters, authorize }: IamCall): AwsUser {
  const own = caller.type === 'user' ? caller.user.name : undefined;
  const name =
    own !== undefined && !parameters.has('UserName') ? own : readName(parameters, 'UserName', 128);
  const user = account.users.find((one) => one.name.toLowerCase() === name.toLowerCase());
  authorize({
    arn: user?.arn ?? account.arn('iam', `user/${name}`),
    shown: `user ${name}`,
    ...(user && { tags: user.tags }),
  });
  if (user) return user;
  throw new QueryError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
}

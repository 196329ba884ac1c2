import { QueryError } from '../query-error.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import type { MemberAccount, Organization } from './organization.ts';

interface OrganizationsOperation {
  /** Whether accounts may ask that do not administer the organization. */
  readonly isForMembers?: boolean;
  readonly answer: (organization: Organization, input: JsonObject) => JsonObject;
}

/** There are no organizational units: every account hangs on the root. */
export const OPERATIONS: Readonly<Record<string, OrganizationsOperation>> = {
  DescribeOrganization: { isForMembers: true, answer: describeOrganization },
  DescribeAccount: { answer: describeAccount },
  ListAccounts: { answer: listAccounts },
  ListAccountsForParent: { answer: listAccountsForParent },
  ListDelegatedAdministrators: { answer: listDelegatedAdministrators },
  ListParents: { answer: listParents },
  ListRoots: { answer: listRoots },
};

const LARGEST_PAGE = 20;

function describeOrganization(organization: Organization): JsonObject {
  const { id, managementAccount } = organization;
  return {
    Organization: {
      Id: id,
      Arn: arn(organization, `organization/${id}`),
      FeatureSet: 'ALL',
      MasterAccountArn: arn(organization, `account/${id}/${managementAccount.id}`),
      MasterAccountId: managementAccount.id,
      MasterAccountEmail: organization.find(managementAccount.id)?.email,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
  };
}

function describeAccount(organization: Organization, input: JsonObject): JsonObject {
  const member = organization.find(String(input['AccountId']));
  if (!member) {
    throw new QueryError(
      'AccountNotFoundException',
      "You specified an account that doesn't exist.",
    );
  }
  return { Account: accountJson(organization, member) };
}

function listAccounts(organization: Organization, input: JsonObject): JsonObject {
  const { items, rest } = page(input, organization.members);
  return { Accounts: items.map((member) => accountJson(organization, member)), ...rest };
}

function listAccountsForParent(organization: Organization, input: JsonObject): JsonObject {
  if (input['ParentId'] !== organization.rootId) {
    throw new QueryError('ParentNotFoundException', "You specified a parent that doesn't exist.");
  }
  return listAccounts(organization, input);
}

function listDelegatedAdministrators(organization: Organization, input: JsonObject): JsonObject {
  const { delegatedAdministrators } = organization;
  const service = input['ServicePrincipal'];
  const delegated = organization.members.filter(({ account }) => {
    const services = delegatedAdministrators.get(account.id);
    return typeof service === 'string' ? services?.has(service) : services !== undefined;
  });
  const { items, rest } = page(input, delegated);
  const administrators = items.map((member) => ({
    ...accountJson(organization, member),
    DelegationEnabledDate: seconds(member.joinedAt),
  }));
  return { DelegatedAdministrators: administrators, ...rest };
}

function listParents(organization: Organization, input: JsonObject): JsonObject {
  if (!organization.find(String(input['ChildId']))) {
    throw new QueryError('ChildNotFoundException', "You specified a child that doesn't exist.");
  }
  return { Parents: [{ Id: organization.rootId, Type: 'ROOT' }] };
}

function listRoots(organization: Organization): JsonObject {
  const { id, rootId } = organization;
  const Arn = arn(organization, `root/${id}/${rootId}`);
  return { Roots: [{ Id: rootId, Arn, Name: 'Root', PolicyTypes: [] }] };
}

function accountJson(organization: Organization, member: MemberAccount): JsonObject {
  return {
    Id: member.account.id,
    Arn: arn(organization, `account/${organization.id}/${member.account.id}`),
    Email: member.email,
    Name: member.name,
    Status: member.status,
    State: member.status,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: seconds(member.joinedAt),
  };
}

/** The token is where the next page begins. */
function page<Item>(
  input: JsonObject,
  all: readonly Item[],
): { readonly items: readonly Item[]; readonly rest: JsonObject } {
  const { MaxResults: size = LARGEST_PAGE, NextToken: token } = input;
  if (typeof size !== 'number' || size < 1 || size > LARGEST_PAGE) throw invalidInput();
  const start = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64url'));
  if (!Number.isSafeInteger(start)) throw invalidInput();
  const end = start + size;
  const next = Buffer.from(String(end)).toString('base64url');
  return { items: all.slice(start, end), rest: end < all.length ? { NextToken: next } : {} };
}

function invalidInput(): QueryError {
  return new QueryError('InvalidInputException', 'You specified an invalid value.');
}

function arn({ managementAccount }: Organization, resource: string): string {
  return `arn:${managementAccount.partition}:organizations::${managementAccount.id}:${resource}`;
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}

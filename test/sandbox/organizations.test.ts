import type { IdentityPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { send } from './client.ts';
import { type Keys, signedHeaders } from './signed-call.ts';

const sandbox = await sandboxOfFile();
const management = sandbox.aws.account('100000000000');
const member = sandbox.aws.account('100000000001');
const keys = management.user({ name: 'ada', isAdministrator: true });
const memberKeys = member.user({ name: 'bob', isAdministrator: true });
const ARN = 'arn:aws:organizations::100000000000';

beforeEach(() => {
  sandbox.aws.organization = undefined;
});

/** The answer's status with what it says. */
async function ask(who: Keys, operation: string, input: object = {}) {
  const url = `${sandbox.organizationsUrl}/`;
  const body = JSON.stringify(input);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
  };
  const call = { url, method: 'POST', service: 'organizations', body, headers } as const;
  const answer = await send(sandbox, url, {
    method: 'POST',
    headers: await signedHeaders(who, call),
    body,
  });
  return [answer.status, JSON.parse(answer.body)] as const;
}

function organize(members: number) {
  const organization = sandbox.aws.organize({ id: 'o-abcdefghij', managementAccount: management });
  organization.add(member, 'first');
  for (let index = 2; index <= members; index += 1) {
    organization.add(sandbox.aws.account(String(100_000_000_000 + index)));
  }
  return organization;
}

test('an account of no organization is told so', async () => {
  const refused = {
    __type: 'AWSOrganizationsNotInUseException',
    Message: 'Your account is not a member of an organization.',
  };
  expect(await ask(keys, 'ListAccounts')).toEqual([400, refused]);
  sandbox.aws.organize({ managementAccount: member });
  expect(await ask(keys, 'DescribeOrganization')).toEqual([400, refused]);
});

test('all accounts are listed, at most twenty a page', async () => {
  organize(44).remove('100000000003');
  const ids: string[] = [];
  const sizes: number[] = [];
  let NextToken: string | undefined;
  do {
    const [, page] = await ask(keys, 'ListAccounts', { NextToken });
    ids.push(...page.Accounts.map(({ Id }: { Id: string }) => Id));
    sizes.push(page.Accounts.length);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(sizes).toEqual([20, 20, 4]);
  expect([new Set(ids).size, ids.includes('100000000003')]).toEqual([44, false]);
  expect((await ask(keys, 'ListAccounts', { MaxResults: 21 }))[1].__type).toBe(
    'InvalidInputException',
  );
});

test('an account is described, and its parent named', async () => {
  const { rootId } = organize(1);
  const [, { Account }] = await ask(keys, 'DescribeAccount', { AccountId: member.id });
  expect(Account).toMatchObject({
    Id: member.id,
    Arn: `${ARN}:account/o-abcdefghij/${member.id}`,
    Name: 'first',
    Status: 'ACTIVE',
    JoinedTimestamp: expect.any(Number),
  });
  const [, parents] = await ask(keys, 'ListParents', { ChildId: member.id });
  expect(parents).toEqual({ Parents: [{ Id: rootId, Type: 'ROOT' }] });
  const [, below] = await ask(keys, 'ListAccountsForParent', { ParentId: rootId });
  expect(below.Accounts).toHaveLength(2);
  const [, { Roots }] = await ask(keys, 'ListRoots');
  expect(Roots).toMatchObject([{ Id: rootId }]);
  const refused = await Promise.all([
    ask(keys, 'DescribeAccount', { AccountId: '999999999999' }),
    ask(keys, 'ListParents', { ChildId: '999999999999' }),
    ask(keys, 'ListAccountsForParent', { ParentId: 'r-none' }),
  ]);
  expect(refused.map(([, { __type }]) => __type)).toEqual([
    'AccountNotFoundException',
    'ChildNotFoundException',
    'ParentNotFoundException',
  ]);
});

test('a member knows its organization, and lists it once it is delegated to', async () => {
  const organization = organize(1);
  const [, { Organization }] = await ask(memberKeys, 'DescribeOrganization');
  expect(Organization).toMatchObject({
    Id: 'o-abcdefghij',
    Arn: `${ARN}:organization/o-abcdefghij`,
    MasterAccountId: management.id,
  });
  expect(await ask(memberKeys, 'ListAccounts')).toEqual([
    400,
    {
      __type: 'AccessDeniedException',
      Message: "You don't have permissions to access this resource.",
    },
  ]);
  organization.delegate(member.id, 'member.org.stacksets.cloudformation.amazonaws.com');
  expect((await ask(memberKeys, 'ListAccounts'))[0]).toBe(200);
  const delegated = async (ServicePrincipal?: string) => {
    const [, found] = await ask(keys, 'ListDelegatedAdministrators', { ServicePrincipal });
    return found.DelegatedAdministrators.map(({ Id }: { Id: string }) => Id);
  };
  expect(await delegated()).toEqual([member.id]);
  expect(await delegated('access-analyzer.amazonaws.com')).toEqual([]);
});

test('who may not, and who is nobody, is refused', async () => {
  organize(1);
  const reading: IdentityPolicy = {
    Statement: { Effect: 'Allow', Action: 'organizations:Describe*', Resource: '*' },
  };
  const reader = management.user({ name: 'eve', policies: [reading] });
  expect((await ask(reader, 'DescribeOrganization'))[0]).toBe(200);
  expect(await ask(reader, 'ListAccounts')).toEqual([
    400,
    {
      __type: 'AccessDeniedException',
      Message:
        'User: arn:aws:iam::100000000000:user/eve is not authorized to perform: organizations:ListAccounts on resource: * because no identity-based policy allows the organizations:ListAccounts action',
    },
  ]);
  const nobody = { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' };
  expect((await ask(nobody, 'ListAccounts'))[1].__type).toBe('UnrecognizedClientException');
  const forged = { accessKeyId: keys.accessKeyId, secretAccessKey: 'x' };
  expect((await ask(forged, 'ListAccounts'))[1].__type).toBe('InvalidSignatureException');
  expect((await ask(keys, 'CloseAccount'))[1].__type).toBe('UnknownOperationException');
});

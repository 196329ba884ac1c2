import * as sdk from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { iamClient } from '../sandbox/iam-client.ts';
import { judgedSandbox } from './judged-sandbox.ts';
import { startMoto } from './start-moto.ts';

/*
 * The same calls, one after the other, to the sandbox's IAM and to moto's. What they say is compared but for
 * what is made up anew each time. Where they differ, recordings of AWS or its documentation side with ours.
 */

const { sandbox, scenario, trusting, url } = await judgedSandbox(startMoto);
const account = sandbox.aws.account(scenario.accountId);
const keys = account.user({ name: 'ada', isAdministrator: true });
const ours = iamClient(sandbox, keys);
const moto = iamClient({ ...trusting, iamUrl: url }, keys);
account.removeRole(scenario.role.name);
account.providers.length = 0;

const Url = 'https://login.microsoftonline.com/7f1f3a06-0000-4000-8000-000000000001/v2.0';
const OpenIDConnectProviderArn = `arn:aws:iam::${account.id}:oidc-provider/${Url.slice(8)}`;
const provider = { OpenIDConnectProviderArn };
const role = { RoleName: 'Deploy' };
const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const policy = { ...role, PolicyName: 'deploying' };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const ALLOW = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const tags = (...names: string[]) => names.map((Key) => ({ Key, Value: 'x' }));
const creation = { ...role, Path: '/team/', Description: 'Deploys.', Tags: tags('a') };

type Row = readonly [operation: string, input: object, differs?: RegExp];

const ROWS: readonly Row[] = [
  [
    'CreateOpenIDConnectProvider',
    { Url, ClientIDList: ['a', 'b'], ThumbprintList: ['a'.repeat(40)] },
  ],
  ['CreateOpenIDConnectProvider', { Url, ThumbprintList: ['a'.repeat(40)] }, /409 Unknown/],
  ['GetOpenIDConnectProvider', provider],
  ['ListOpenIDConnectProviders', {}],
  ['TagOpenIDConnectProvider', { ...provider, Tags: tags('a', 'b') }],
  ['UntagOpenIDConnectProvider', { ...provider, TagKeys: ['a'] }],
  ['ListOpenIDConnectProviderTags', provider],
  ['UpdateOpenIDConnectProviderThumbprint', { ...provider, ThumbprintList: ['b'.repeat(40)] }],
  ['GetOpenIDConnectProvider', provider],
  ['DeleteOpenIDConnectProvider', provider],
  ['GetOpenIDConnectProvider', provider],
  ['CreateRole', { ...creation, AssumeRolePolicyDocument: TRUST }, /"Description":"Deploys."/],
  ['CreateRole', { ...role, AssumeRolePolicyDocument: TRUST }],
  ['GetRole', role],
  ['GetRole', { RoleName: 'None' }, /404 Role None not found/],
  ['ListRoles', {}],
  ['ListRoles', { PathPrefix: '/other/' }],
  ['TagRole', { ...role, Tags: tags('b') }],
  ['UntagRole', { ...role, TagKeys: ['a'] }],
  ['ListRoleTags', role],
  ['AttachRolePolicy', { ...role, PolicyArn }],
  ['ListAttachedRolePolicies', role],
  ['DeleteRole', role],
  ['DetachRolePolicy', { ...role, PolicyArn }],
  ['DetachRolePolicy', { ...role, PolicyArn }],
  ['PutRolePolicy', { ...policy, PolicyDocument: ALLOW }],
  ['ListRolePolicies', role],
  ['GetRolePolicy', policy],
  ['DeleteRole', role],
  ['DeleteRolePolicy', policy],
  ['GetRolePolicy', policy, /404 Policy Document deploying not attached/],
  ['PutRolePermissionsBoundary', { ...role, PermissionsBoundary: PolicyArn }],
  ['GetRole', role, /"PermissionsBoundaryType":"PermissionsBoundaryPolicy"/],
  ['DeleteRolePermissionsBoundary', role],
  ['UpdateRole', { ...role, Description: 'Still deploys.', MaxSessionDuration: 7200 }],
  ['UpdateAssumeRolePolicy', { ...role, PolicyDocument: TRUST }],
  ['GetRole', role],
  ['GetAccountAuthorizationDetails', { Filter: ['Role'] }],
  ['DeleteRole', role],
  ['GetRole', role, /404 Role Deploy not found/],
];

test.each(
  ROWS.map(([operation, input, differs], index) => [index + 1, operation, input, differs] as const),
)('call %i, %s, is answered alike, or as AWS does', async (_, operation, input, differs) => {
  const said = await Promise.all([ours, moto].map((client) => answer(client, operation, input)));
  if (differs === undefined) return expect(said[0]).toBe(said[1]);
  expect(said[1]).toMatch(differs);
  expect(said[0]).not.toMatch(differs);
});

async function answer(client: sdk.IAMClient, operation: string, input: object): Promise<string> {
  // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the rows name operations
  const Command = sdk[`${operation}Command` as 'GetRoleCommand'];
  try {
    const { $metadata, ...said } = await client.send(new Command(input as { RoleName: string }));
    return JSON.stringify(said, comparable);
  } catch (error) {
    if (!(error instanceof sdk.IAMServiceException)) throw error;
    return `${error.name} ${error.$metadata.httpStatusCode} ${error.message}`;
  }
}

/** In one order, and without what is made up anew. */
function comparable(name: string, value: unknown): unknown {
  if (name === 'RoleId' || name.endsWith('Date')) return typeof value;
  if (name.endsWith('Document')) return JSON.parse(decodeURIComponent(String(value)));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

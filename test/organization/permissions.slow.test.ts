import { expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EstateOptions, OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';
import { resolved } from './harness/template.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

const AT_ONCE = { GRACE_HOURS: '0' };
const TAGS = { 'entra-aws-creds:subject': 'github:contoso/web:environment:prod' };

/** What is allowed in the templates and can be judged here: logs and executions cannot. */
const ACTIONS = [
  ['member.yaml', 'AutomationRole'],
  ['central.yaml', 'TaskRole'],
].flatMap(([file = '', role = '']) => {
  const { Policies } = resolved(file, {}).Resources[role]?.Properties ?? {};
  const statements = Policies.flatMap(
    (one: { PolicyDocument: { Statement: object[] } }) => one.PolicyDocument.Statement,
  ) as readonly { readonly Effect: string; readonly Action: string | readonly string[] }[];
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
});
/** The sandbox lets providers be made with tags without it, and roles be assumed that trust the caller. */
const NOT_JUDGED = ['iam:TagOpenIDConnectProvider', 'sts:AssumeRole'];
const JUDGED = [...new Set(ACTIONS)].filter(
  (one) => /^(?:iam|sts):/.test(one) && !NOT_JUDGED.includes(one),
);

/** A night, then one role that comes and goes, and one that changes its mind; undefined when all went well. */
async function failureOf(options: EstateOptions): Promise<string | undefined> {
  const estate = await new OrganizationEstate(sandbox, { environment: AT_ONCE, ...options }).open();
  const night = await estate.night();
  await estate.developer.createRole('deploy', TAGS);
  await estate.developer.createRole('test', TAGS);
  await estate.settle();
  await estate.developer.deleteRole('deploy');
  await estate.developer.trustAnother('test');
  await estate.settle();
  return [...estate.executions, night].find(({ status }) => status === 'FAILED')?.error;
}

test('with what the templates allow, all goes well', async () => {
  expect(await failureOf({})).toBeUndefined();
});

test.each(JUDGED)('without %s it stops', async (without) => {
  expect(await failureOf({ without })).toMatch(/^(?:Refused|AccountsFailed|Failed)$/);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineAccount } from './engine-account.ts';
import { REGION } from './engine-account.ts';
import { installed } from './engine-process.ts';
import { until } from './until.ts';

const TEMPLATES = fileURLToPath(
  new URL('../../../packages/organization/templates/', import.meta.url),
);

export type Parameters = Readonly<Record<string, string>>;

/** What the engine does not know, and nothing of the flow goes through. */
const UNKNOWN_TO_ENGINE = new Set(['AWS::CloudWatch::Dashboard', 'AWS::Events::Archive']);

interface Resource {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
}

/** Deploys the central stack by the command that its page names. @returns its outputs */
export async function deployCentral(
  central: EngineAccount,
  parameters: Parameters,
): Promise<Parameters> {
  await central.aws(['s3', 'mb', 's3://deployment']);
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  await central.run(
    installed('ORGANIZATION_SAM'),
    [
      'deploy',
      '--template-file',
      'central.yaml',
      '--stack-name=entra-aws-creds',
      '--s3-bucket=deployment',
      '--capabilities',
      'CAPABILITY_NAMED_IAM',
      'CAPABILITY_AUTO_EXPAND',
      '--no-confirm-changeset',
      '--parameter-overrides',
      ...overrides,
    ],
    TEMPLATES,
  );
  await refuseUnknown(central, 'entra-aws-creds');
  const query = 'Stacks[0].Outputs[].[OutputKey,OutputValue]';
  const said = await central.aws(
    `cloudformation describe-stacks --stack-name entra-aws-creds --output json --query ${query}`.split(
      ' ',
    ),
  );
  return Object.fromEntries(JSON.parse(said));
}

/** Deploys the member's stack to `accounts` by a stack set of the central account. */
export async function deployMembers(
  central: EngineAccount,
  accounts: readonly EngineAccount[],
  parameters: Parameters,
  directory: string,
): Promise<void> {
  const template = join(directory, 'member.yaml');
  await writeFile(
    template,
    withDefaults(await readFile(join(TEMPLATES, 'member.yaml'), 'utf8'), parameters),
  );
  const named = ['--stack-set-name', 'entra-aws-creds'];
  await central.aws([
    'cloudformation',
    'create-stack-set',
    ...named,
    ...['--template-body', `file://${template}`, '--capabilities', 'CAPABILITY_NAMED_IAM'],
  ]);
  const created = await central.aws([
    ...['cloudformation', 'create-stack-instances', ...named, '--output', 'json'],
    ...['--accounts', ...accounts.map(({ id }) => id), '--regions', REGION],
  ]);
  const { OperationId: operation } = JSON.parse(created);
  const query = 'StackSetOperation.Status';
  const status = await until('the stack set is there', async () => {
    const said = await central.aws([
      ...['cloudformation', 'describe-stack-set-operation', ...named],
      ...['--operation-id', operation, '--query', query, '--output', 'text'],
    ]);
    return said.trim() === 'RUNNING' ? undefined : said.trim();
  });
  if (status !== 'SUCCEEDED') throw new Error(`the stack set ${status}`);
  for (const account of accounts) {
    await refuseUnknown(account, `sset-entra-aws-creds-${account.id}-${REGION}`);
  }
}

/** The engine makes nothing of a stack set's parameters, but of what the template says they are by default. */
function withDefaults(template: string, parameters: Parameters): string {
  return Object.entries(parameters).reduce((text, [name, value]) => {
    const start = `\n  ${name}:\n`;
    if (!text.includes(start)) throw new Error(`${name} is no parameter`);
    return text.replace(start, `${start}    Default: "${value}"\n`);
  }, template);
}

/** The engine says of types it does not know that they were made. @throws Error naming them */
async function refuseUnknown(account: EngineAccount, stack: string): Promise<void> {
  const said = await account.aws([
    ...['cloudformation', 'describe-stack-resources', '--stack-name', stack],
    ...['--output', 'json', '--query', 'StackResources'],
  ]);
  const unknown = (JSON.parse(said) as Resource[])
    .filter(({ PhysicalResourceId: id }) => id === undefined || id === 'unknown')
    .filter(({ ResourceType: type }) => !UNKNOWN_TO_ENGINE.has(type));
  if (unknown.length === 0) return;
  const names = unknown.map((one) => `${one.LogicalResourceId} (${one.ResourceType})`);
  throw new Error(`the engine has not made ${names.join(', ')}`);
}

import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';

const STACK_NAME = 'entra-aws-creds';
const STACK_SET_NAME = 'entra-aws-creds-member';

/** Where the automation is in its account. */
export const STACK_FLAG: Flag = {
  name: 'stack-name',
  value: 'NAME',
  means: `name of the central stack; ${STACK_NAME} if not given`,
};

export const STACK_SET_FLAG: Flag = {
  name: 'stack-set-name',
  value: 'NAME',
  means: `name of the stack set of the members; ${STACK_SET_NAME} if not given`,
};

export const REGION_FLAG: Flag = {
  name: 'aws-region',
  value: 'REGION',
  means: "that of IAM's events, where all of it is; us-east-1 if not given; --region for short",
};

/** Of those that an administrator has, what is about AWS and the way to it. */
const OF_AWS: readonly string[] = [
  'admin-aws-profile',
  'http-proxy',
  'no-proxy',
  'retry-max-attempts',
];

/** What a command takes that asks the central account. */
export const AUTOMATION_FLAGS: readonly Flag[] = [
  STACK_FLAG,
  {
    name: 'aws-endpoint',
    value: 'URL',
    means: 'another server in the place of CloudFormation, CloudWatch, SQS and Step Functions',
  },
  REGION_FLAG,
  ...ADMINISTRATOR_FLAGS.filter(({ name }) => OF_AWS.includes(name)),
  { name: 'action-timeout-s', value: 'SECONDS', means: 'for all of it; 3600 if not given' },
];

/** @throws WrongUsage */
export function stackName(flags: FlagValues): string {
  return named('stack-name', flags, STACK_NAME);
}

/** @throws WrongUsage */
export function stackSetName(flags: FlagValues): string {
  return named('stack-set-name', flags, STACK_SET_NAME);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function named(flag: string, flags: FlagValues, usual: string): string {
  const name = flags.value(flag) ?? usual;
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name)) return name;
  throw new WrongUsage(
    `--${flag} is no name of CloudFormation's.`,
    'It begins with a letter, and has letters, digits and dashes.',
  );
}

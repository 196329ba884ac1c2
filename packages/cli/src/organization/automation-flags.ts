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

/** Of those that an administrator has, what is about AWS and the way to it. */
const OF_AWS: readonly string[] = [
  'admin-aws-profile',
  'aws-region',
  'http-proxy',
  'no-proxy',
  'retry-max-attempts',
  'action-timeout-s',
];

/** What a command takes that asks the central account. */
export const AUTOMATION_FLAGS: readonly Flag[] = [
  STACK_FLAG,
  {
    name: 'aws-endpoint',
    value: 'URL',
    means: 'another server in the place of CloudFormation, CloudWatch, SQS and Step Functions',
  },
  ...ADMINISTRATOR_FLAGS.filter(({ name }) => OF_AWS.includes(name)),
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

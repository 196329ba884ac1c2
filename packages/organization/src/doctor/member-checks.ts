import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { shellCommand } from '../deployment/shell-command.ts';
import { readStack, type Stack } from '../deployment/stack.ts';
import { readStackSet, type StackInstance, type StackSet } from '../deployment/stack-set.ts';
import { type DeploymentCheck, fine, type Looked, notTried, wrong } from './deployment-check.ts';
import { differences, parameterCommand } from './member-parameters.ts';

/** An account as Organizations tells of it. */
export interface OrganizationMember {
  readonly id: string;
  readonly state: string;
  readonly managedBy: string | undefined;
}

/** Whom Organizations tells about its accounts when they administer a service of it. */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';
/** Accounts that are named; the others are counted. */
const MOST_NAMED = 20;

export async function checkOrganization(
  members: AsyncIterable<OrganizationMember>,
): Promise<Looked<readonly OrganizationMember[]>> {
  const active: OrganizationMember[] = [];
  for await (const one of members) if (one.state === 'ACTIVE') active.push(one);
  const count = `${active.length} active account${active.length === 1 ? '' : 's'}`;
  return { check: fine('organization', count), found: active };
}

/** What makes an account one that may list the others; for whoever has the management account. */
export function delegation(account: string): string {
  return shellCommand(
    ...['aws', 'organizations', 'register-delegated-administrator'],
    ...['--account-id', account, '--service-principal', STACK_SETS],
  );
}

interface MemberQuestion {
  readonly stackSet: string;
  /** The one that the central stack is in. */
  readonly ownAccount: string;
  readonly region: string;
  readonly stack: Stack | undefined;
  readonly active: readonly OrganizationMember[] | undefined;
}

export async function checkMembers(
  { stackSet, ownAccount, region, stack, active }: MemberQuestion,
  aws: AwsCaller,
): Promise<DeploymentCheck> {
  const set = await readStackSet(stackSet, aws);
  if (set === undefined) {
    return wrong(
      'member-stacks',
      `There is no stack set ${stackSet} that this account sees.`,
      ['entra-aws-creds organization deploy', delegation(ownAccount)],
      [
        'The first prints the commands that make it; the second is for the management account, if it is there already.',
      ],
    );
  }
  if (active === undefined) return notTried('member-stacks', 'the accounts are not known');
  const excluded = excludedBy(stack);
  const wanted = active.filter(({ id }) => !excluded.has(id));
  const here = set.instances.filter((one) => one.region === region);
  const missing = await withoutStack(wanted, here, { stackSet, ownAccount }, aws);
  const broken = here.filter(({ status }) => status !== 'CURRENT');
  const unlike = stack === undefined ? [] : differences(set.parameters, stack);
  const facts = [
    `${here.length - broken.length} of ${wanted.length} accounts have the current member stack`,
    ...named(missing, 'have none', (account) => account),
    ...named(
      broken,
      'are out of date',
      ({ account, status, why }) => `${account} (${status}${why === '' ? '' : `: ${why}`})`,
    ),
    ...unlike.map(
      ({ name, is, mustBe }) =>
        `${name} of the stack set is ${JSON.stringify(is)}, and of the central stack ${JSON.stringify(mustBe)}`,
    ),
  ];
  if (missing.length + broken.length + unlike.length === 0) return fine('member-stacks', ...facts);
  const brokenOnes = broken.map(({ account }) => account);
  const words = setWords(stackSet, region, set);
  return wrong(
    'member-stacks',
    'Roles of some accounts are not looked after.',
    [
      ...(unlike.length > 0 ? [parameterCommand(words, set.parameters, unlike)] : []),
      ...(missing.length > 0 ? [instancesCommand('create', missing, words, region)] : []),
      ...(broken.length > 0 ? [instancesCommand('update', brokenOnes, words, region)] : []),
    ],
    facts,
  );
}

/** How commands name the stack set. */
function setWords(name: string, region: string, { isDelegated }: StackSet): readonly string[] {
  const as = isDelegated ? ['--call-as', 'DELEGATED_ADMIN'] : [];
  return ['--stack-set-name', name, '--region', region, ...as];
}

/** Stack sets leave the management account out: it has a stack of its own, or is not meant. */
async function withoutStack(
  wanted: readonly OrganizationMember[],
  instances: readonly StackInstance[],
  { stackSet, ownAccount }: Pick<MemberQuestion, 'stackSet' | 'ownAccount'>,
  aws: AwsCaller,
): Promise<readonly string[]> {
  const there = new Set(instances.map(({ account }) => account));
  const missing: string[] = [];
  for (const { id, managedBy } of wanted) {
    if (there.has(id)) continue;
    // That of another account cannot be seen from here.
    const isManagement = id === managedBy;
    if (isManagement && id !== ownAccount) continue;
    if (isManagement && (await readStack(stackSet, aws)) !== undefined) continue;
    missing.push(id);
  }
  return missing;
}

function excludedBy(stack: Stack | undefined): ReadonlySet<string> {
  return new Set((stack?.parameters.get('ExcludedAccounts') ?? '').split(/[\s,]+/));
}

function named<T>(all: readonly T[], what: string, words: (one: T) => string): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  return [`${all.length} ${what}: ${all.slice(0, MOST_NAMED).map(words).join(', ')}${more}`];
}

/** Of a service-managed stack set, accounts are named within the organizational unit that they are in. */
function instancesCommand(
  verb: 'create' | 'update',
  accounts: readonly string[],
  words: readonly string[],
  region: string,
): string {
  const some = accounts.slice(0, MOST_NAMED).join(',');
  const command = shellCommand(
    ...['aws', 'cloudformation', `${verb}-stack-instances`, ...words],
    ...['--regions', region, '--deployment-targets'],
  );
  return `${command} "OrganizationalUnitIds=$(aws organizations list-roots --query 'Roots[0].Id' --output text),Accounts=${some},AccountFilterType=INTERSECTION"`;
}

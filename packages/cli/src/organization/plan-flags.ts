import { type EntraCloud, graphOf, parseTenantGuid } from '@entra-aws-creds/bindings';
import { parseAuthorityHost, parseClientId, quote } from '@entra-aws-creds/core/programs';
import { iamRegionOf, parseRegion } from '@entra-aws-creds/core/services';
import type { DeploymentPlan } from '@entra-aws-creds/organization/deployed';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';
import { given } from '../set-up/given.ts';
import { WrongUsage } from '../wrong-usage.ts';
import {
  REGION_FLAG,
  STACK_FLAG,
  STACK_SET_FLAG,
  stackName,
  stackSetName,
} from './automation-flags.ts';

const SHARED: readonly string[] = ['tenant-id', 'authority-host'];

/** What commands are printed with. Only what is given counts: a variable may be left from other work. */
export const PLAN_FLAGS: readonly Flag[] = [
  { name: 'client-id', value: 'CLIENT', means: "the automation's application, if it is there" },
  {
    name: 'delegated-administrator',
    means: 'the central account is one, and not the management account',
  },
  STACK_FLAG,
  STACK_SET_FLAG,
  { name: 'admin-aws-profile', value: 'NAME', means: 'profile of the central account' },
  REGION_FLAG,
  ...EXCHANGE_FLAGS.filter(({ name }) => SHARED.includes(name)),
];

/** Those of a deployment besides. */
export const DEPLOYMENT_FLAGS: readonly Flag[] = [
  { name: 'organization-id', value: 'ID', means: 'ID of the AWS organization: o-…' },
  {
    name: 'organizational-unit',
    value: 'ID',
    means: 'where the member stacks go; the root if not given; may be repeated',
    repeated: true,
  },
  {
    name: 'parameter',
    value: 'NAME=VALUE',
    means: 'parameter of the central template; may be repeated',
    repeated: true,
  },
  ...PLAN_FLAGS,
];

/** @throws WrongUsage */
export function deploymentPlan(flags: FlagValues): DeploymentPlan {
  const units = flags.values('organizational-unit');
  const unit = units.find((one) => !/^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9-]{10,68})$/.test(one));
  if (unit !== undefined) {
    throw new WrongUsage(
      `--organizational-unit ${quote(unit)} is no ID.`,
      'It begins with "ou-" or "r-".',
    );
  }
  return {
    region: homeRegion(flags.value('aws-region')),
    stackName: stackName(flags),
    stackSet: stackSetName(flags),
    cloud: cloudOf(flags.value('authority-host')),
    tenantId: optional('tenant-id', flags, parseTenantGuid),
    clientId: optional('client-id', flags, parseClientId),
    organizationId: optional('organization-id', flags, organizationId),
    organizationalUnits: units,
    isDelegated: flags.has('delegated-administrator'),
    awsProfile: flags.value('admin-aws-profile'),
    parameters: Object.fromEntries(flags.values('parameter').map(parameter)),
  };
}

function homeRegion(text: string | undefined): string {
  const asked = given('--region', text ?? 'us-east-1', parseRegion);
  const home = iamRegionOf(asked.partition);
  if (asked.name === home) return home;
  throw new WrongUsage(
    `IAM's events do not come in ${asked.name}.`,
    `In its partition they come in ${home}, where both stacks have to be: give --region ${home}.`,
  );
}

function cloudOf(text: string | undefined): EntraCloud {
  return graphOf(given('--authority-host', text ?? 'AzureCloud', parseAuthorityHost)).cloud;
}

function optional<T extends string>(
  name: string,
  flags: FlagValues,
  parse: (text: string) => T,
): T | undefined {
  const text = flags.value(name);
  return text === undefined ? undefined : given(`--${name}`, text, parse);
}

function organizationId(text: string): string {
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return text;
  throw new WrongUsage('--organization-id is no ID of an organization.', 'It begins with "o-".');
}

function parameter(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([A-Za-z0-9]{1,255})=([^\p{C}]*)$/u.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new WrongUsage('--parameter is NAME=VALUE.', 'Such as GraceHours=48.');
}

import {
  type AppRoleName,
  appRoleNameOf,
  parseAppRoleName,
  parseClaimsMapping,
  type WantedClaims,
} from '@entra-aws-creds/bindings';
import {
  claimsMappingPolicy,
  type Rules,
  RulesProblem,
  readRules,
  rolesOfAppRole,
} from '@entra-aws-creds/claims-provider/rules';
import { parseClientId, type RoleArn } from '@entra-aws-creds/core/programs';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { namedFile } from '../flags/named-file.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { given } from './given.ts';
import { PLAN_FILE_FLAGS } from './plan-in-file.ts';

/** Whom a binding is for. */
export const FOR_FLAG: Flag = {
  name: 'for',
  value: 'WHOM',
  means: 'people or pipelines, who log in with the application; pipelines if not given',
};

/** What there is to say of people. */
export const PEOPLE_FLAGS: readonly Flag[] = [
  {
    name: 'app-role',
    value: 'NAME',
    means: 'with --for people: app role for the role; aws:ACCOUNT:ROLE if not given',
  },
  {
    name: 'assign',
    value: 'USER',
    means: 'with --for people: user principal name to assign to the app role; may be repeated',
    repeated: true,
  },
  {
    name: 'claims-provider-url',
    value: 'URL',
    means: 'with --for people: claims provider that Entra is to ask',
  },
  {
    name: 'claims-provider-application',
    value: 'CLIENT',
    means: 'client ID of the application of the claims provider itself',
  },
  {
    name: 'claims-rules',
    value: 'FILE',
    means: 'rules of the claims provider, as it was packed with',
  },
];

/** @throws WrongUsage */
export function isForPeople(flags: FlagValues): boolean {
  const whom = flags.value('for') ?? 'pipelines';
  if (whom === 'people') return true;
  if (whom !== 'pipelines') throw new WrongUsage('--for takes people or pipelines.');
  const stray = PEOPLE_FLAGS.find(({ name }) => flags.value(name) !== undefined);
  if (stray === undefined) return false;
  throw new WrongUsage(`--${stray.name} goes with --for people.`);
}

/** @throws WrongUsage: a plan in a file says nothing of what is about people */
export function withoutPlanFile(flags: FlagValues): void {
  const stray = PLAN_FILE_FLAGS.find(({ name }) => flags.value(name) !== undefined);
  if (stray !== undefined) throw new WrongUsage(`--${stray.name} does not go with --for people.`);
}

interface GivenPeople {
  readonly appRole: AppRoleName;
  readonly claims: WantedClaims | undefined;
}

/** @throws WrongUsage */
export function readPeople(flags: FlagValues, role: RoleArn): GivenPeople {
  const named = flags.value('app-role');
  const appRole = given(
    named === undefined ? 'The name of the role' : '--app-role',
    named ?? appRoleNameOf(role),
    parseAppRoleName,
  );
  const [url, application, rules] = PEOPLE_FLAGS.slice(-3).map(({ name }) => flags.value(name));
  if (url === undefined && application === undefined && rules === undefined) {
    return { appRole, claims: undefined };
  }
  if (url === undefined || application === undefined || rules === undefined) {
    throw new WrongUsage(
      '--claims-provider-url, --claims-provider-application and --claims-rules go together.',
    );
  }
  return { appRole, claims: claimsOf(url, application, rulesFor(rules, appRole, role)) };
}

function claimsOf(url: string, application: string, rules: Rules): WantedClaims {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target?.protocol !== 'https:' || target.username !== '') {
    throw new WrongUsage('--claims-provider-url is not an https URL.');
  }
  const clientId = given('--claims-provider-application', application, parseClientId);
  return {
    targetUrl: target.href,
    resourceId: `api://${target.hostname}/${clientId}`,
    mapping: parseClaimsMapping(claimsMappingPolicy(rules)),
  };
}

/** @throws WrongUsage when they cannot be read, or nothing in them leads to the role */
function rulesFor(path: string, appRole: AppRoleName, { text: arn }: RoleArn): Rules {
  const rules = rulesIn(path);
  const byGroup = [...rules.groups.values()].some((roles) => roles.includes(arn));
  if (byGroup || rolesOfAppRole(appRole, rules).includes(arn)) return rules;
  throw new WrongUsage(
    `Nothing in ${JSON.stringify(path)} leads to ${arn}: not the app role ${appRole}, and no group.`,
    'Nobody could have the role. Add its account to "accounts", or the app role to "appRoles".',
  );
}

function rulesIn(path: string): Rules {
  const text = namedFile('claims-rules', path).toString('utf8');
  try {
    return readRules(text);
  } catch (error) {
    if (!(error instanceof RulesProblem)) throw error;
    throw new WrongUsage(`${path}: ${error.message}`);
  }
}

import { quote } from '@entra-aws-creds/core/programs';
import type { Observed } from '../observe/observed.ts';
import { describePeopleChange } from '../people/plan/describe-people.ts';
import type { Change, Pins } from './change.ts';
import { type Text, textIfKnown } from './later.ts';
import type { PlanLine } from './plan-line.ts';

/** The plan for people: what happens where, in its order. */
export function describePlan(changes: readonly Change[]): readonly PlanLine[] {
  return changes.flatMap((change) => describeChange(change, NOTHING));
}

/** What was made, changed or removed, in sentences: each stands for itself, with all that is known by now. */
export function tellChange(change: Change, known: Observed): readonly string[] {
  const told: string[] = [];
  const within: string[] = [];
  for (const { sign, text } of describeChange(change, known)) {
    if (text.startsWith(' ')) within.push(text.trim());
    else told.push(`${DONE[sign]}: ${text}`);
  }
  return within.length === 0 ? told : [`${told.join(' ')} ${within.join(', ')}`];
}

const DONE = { '+': 'Made', '~': 'Changed', '-': 'Removed' } as const;
const NOTHING: Observed = { entra: undefined, aws: undefined };

function describeChange(change: Change, known: Observed): readonly PlanLine[] {
  const say = (text: Text) => textIfKnown(text, known) ?? unknownYet(text);
  switch (change.kind) {
    case 'create-application': {
      const { displayName, tokenVersion } = change.application;
      const tokens = tokenVersion === 'v2' ? 'v2.0' : 'v1.0';
      return [plus(`Entra application ${quote(displayName)}, with ${tokens} tokens`)];
    }
    case 'restore-application':
      return [plus(`Entra application ${quote(change.displayName)}, back from the deleted ones`)];
    case 'update-application': {
      const { displayName, addTags, removeTags, tokenVersion } = change;
      const subject = `Entra application ${quote(displayName)}`;
      const version = tokenVersion === 'v2' ? 'v2.0' : 'v1.0';
      return [
        ...addTags.map((tag) => tilde(`${subject}: add the tag ${quote(tag)}`)),
        ...removeTags.map((tag) => tilde(`${subject}: remove the tag ${quote(tag)}`)),
        ...(tokenVersion === undefined ? [] : [tilde(`${subject}: ${version} tokens from now on`)]),
      ];
    }
    case 'create-service-principal':
      return [plus(`Service principal of the client ID ${say(change.clientId)}`)];
    case 'enable-service-principal':
      return [tilde(`Service principal ${change.id}: enable it, so that it can log in`)];
    case 'disable-service-principal':
      return [
        tilde(`Service principal ${change.id}: disable it, so that it cannot log in any more`),
      ];
    case 'add-identifier-uri':
      return [plus(`Identifier URI ${say(change.uri)}`)];
    case 'add-certificate': {
      const { displayName, thumbprint, ends } = change.certificate;
      return [
        plus(
          `Certificate ${quote(displayName)} (SHA-1 ${thumbprint}), valid until ${ends.slice(0, 10)}`,
        ),
      ];
    }
    case 'remove-certificate': {
      const { displayName, thumbprint } = change.certificate;
      return [minus(`Certificate ${quote(displayName)} (SHA-1 ${thumbprint ?? 'not told'})`)];
    }
    case 'put-federated-credential': {
      const { issuer, subject } = change.credential;
      return [plus(`Federated credential: tokens of ${quote(issuer)} for ${quote(subject)}`)];
    }
    case 'remove-federated-credential': {
      const { issuer, subject } = change.credential;
      return [minus(`Federated credential: tokens of ${quote(issuer)} for ${quote(subject)}`)];
    }
    case 'create-provider':
      return [
        plus(`Identity provider ${change.provider.arn}`),
        plus(`Audience ${say(change.audience)} of the identity provider`),
      ];
    case 'add-audience':
      return [
        plus(`Audience ${say(change.audience)} of the identity provider ${change.provider.arn}`),
      ];
    case 'create-role': {
      const limits = limitsOf(change);
      const colon = limits.length === 0 ? '' : ':';
      return [
        plus(`Role ${change.role.text}, which nobody can assume yet${colon}`),
        ...limits.map((limit) => plus(`  ${limit}`)),
      ];
    }
    case 'update-role': {
      const subject = `Role ${change.role.text}`;
      const { markFor, removeTags } = change;
      return [
        ...(markFor === undefined
          ? []
          : [tilde(`${subject}: take it over for the client ID ${say(markFor)}`)]),
        ...removeTags.map((key) => tilde(`${subject}: remove the tag ${key}`)),
        ...limitsOf(change).map((limit) => tilde(`${subject}: ${limit}`)),
      ];
    }
    case 'attach-policy':
      return [plus(`Policy ${change.policy} on the role ${change.role.text}`)];
    case 'open-trust':
      return [
        plus(`Trust of the role ${change.role.text} in ${change.provider.url}, for tokens with`),
        ...pinLines(change.pins, say),
        ...(change.furtherActions ?? []).map((action) => plus(`  ${action} allowed too`)),
      ];
    case 'close-trust':
      return [minus(`Trust of the role ${change.role.text} in the client ID ${change.clientId}`)];
    case 'remove-audience':
      return [
        minus(`Audience ${quote(change.audience)} of the identity provider ${change.provider.arn}`),
      ];
    case 'detach-policy':
      return [minus(`Policy ${change.policy} on the role ${change.role.text}`)];
    case 'delete-role':
      return [minus(`Role ${change.role.text}`)];
    case 'delete-provider':
      return [minus(`Identity provider ${change.provider.arn}`)];
    case 'delete-application':
      return [minus(`Entra application ${quote(change.displayName)} and its service principal`)];
    case 'purge-application':
      return [minus(`Deleted Entra application ${quote(change.displayName)}, for good`)];
    default:
      return describePeopleChange(change);
  }
}

interface Limits {
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: string | undefined;
}

type Line = (text: string) => PlanLine;

function limitsOf({
  maxSessionDuration: seconds,
  permissionsBoundary: boundary,
}: Limits): readonly string[] {
  return [
    ...(seconds === undefined ? [] : [`sessions of up to ${seconds} s`]),
    ...(boundary === undefined ? [] : [`permissions boundary ${boundary}`]),
  ];
}

function pinLines(
  { aud, oaud, sub, rolesClaim }: Pins,
  say: (text: Text) => string,
): readonly PlanLine[] {
  return [
    plus(`  aud = ${say(aud)}`),
    ...(oaud === undefined ? [] : [plus(`  oaud = ${say(oaud)}`)]),
    ...(sub === undefined ? [] : [plus(`  sub = ${say(sub)}`)]),
    ...(rolesClaim ? [plus('  a roles claim that names this role')] : []),
  ];
}

const plus: Line = (text) => ({ sign: '+', text });
const tilde: Line = (text) => ({ sign: '~', text });
const minus: Line = (text) => ({ sign: '-', text });

function unknownYet(text: Text): string {
  if (typeof text === 'string') return text;
  return `${text.prefix}(known after the ${text.after.replace('-', ' ')} is made)`;
}

import {
  type AudienceMode,
  type FederatedSubject,
  parseFederatedSubject,
  parseMaxSessionDuration,
  parsePolicyArn,
  type TokenVersion,
  verbatim,
  type Wish,
} from '@entra-aws-creds/bindings';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { given } from './given.ts';

/** What application and role are to be like. */
export const WISH_FLAGS: readonly Flag[] = [
  {
    name: 'token-version',
    value: 'VERSION',
    means: '2.0 or 1.0: of the tokens; 2.0 for a new application',
  },
  {
    name: 'policy-arn',
    value: 'ARN',
    means: 'managed policy for the role: what the pipeline may do; may be repeated',
    repeated: true,
  },
  { name: 'permissions-boundary', value: 'ARN', means: 'policy that bounds what the role may do' },
  {
    name: 'max-session-duration',
    value: 'SECONDS',
    means: 'longest session of the role, 3600 to 43200',
  },
  {
    name: 'audience',
    value: 'AUDIENCE',
    means:
      'the resource application that all roles share, with v1.0 tokens; each its own if not given',
  },
  { name: 'no-oaud', means: 'leave :oaud out of the trust statement' },
  { name: 'adopt', means: 'take over an application or role that this product did not make' },
  { name: 'restore', means: 'take back an application of this name that was deleted' },
];

/** Whose token is taken instead of a certificate. */
export const FEDERATION_FLAGS: readonly Flag[] = [
  {
    name: 'federated',
    value: 'JOB',
    means:
      'whose token is taken instead of a certificate, as github:ORG/REPO:environment:NAME or gitlab:GROUP/PROJECT:…; may be repeated',
    repeated: true,
  },
  {
    name: 'federated-issuer',
    value: 'URL',
    means: 'the same, for any issuer, with --federated-subject',
  },
  {
    name: 'federated-subject',
    value: 'TEXT',
    means: 'the subject as a token or a service connection shows it',
  },
];

type FromFlags = Pick<
  Wish,
  | 'tokenVersion'
  | 'policies'
  | 'permissionsBoundary'
  | 'maxSessionDuration'
  | 'audience'
  | 'pinsResource'
  | 'adopt'
  | 'restore'
>;

/** @throws WrongUsage */
export function readWishFlags(flags: FlagValues): FromFlags {
  const parsed = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const text = flags.value(name);
    return text === undefined ? undefined : given(`--${name}`, text, parse);
  };
  return {
    tokenVersion: tokenVersionIn(flags.value('token-version')),
    policies: flags.values('policy-arn').map((arn) => given('--policy-arn', arn, parsePolicyArn)),
    permissionsBoundary: parsed('permissions-boundary', parsePolicyArn),
    maxSessionDuration: parsed('max-session-duration', parseMaxSessionDuration),
    audience: audienceIn(flags.value('audience')),
    pinsResource: !flags.has('no-oaud'),
    adopt: flags.has('adopt'),
    restore: flags.has('restore'),
  };
}

function tokenVersionIn(text: string | undefined): TokenVersion | undefined {
  if (text === undefined) return undefined;
  if (text === '2.0' || text === '2') return 'v2';
  if (text === '1.0' || text === '1') return 'v1';
  throw new WrongUsage('--token-version takes 2.0 or 1.0.');
}

function audienceIn(text: string | undefined): AudienceMode {
  return text === undefined ? { mode: 'per-role' } : { mode: 'shared', resource: text };
}

/** Each of `--federated` and the verbatim pair; none: a certificate. @throws WrongUsage */
export function readFederation(flags: FlagValues): readonly FederatedSubject[] {
  const named = flags
    .values('federated')
    .map((text) => given('--federated', text, parseFederatedSubject));
  const issuer = flags.value('federated-issuer');
  const subject = flags.value('federated-subject');
  if (issuer === undefined && subject === undefined) return named;
  if (issuer === undefined || subject === undefined) {
    throw new WrongUsage('--federated-issuer and --federated-subject go together.');
  }
  return [...named, given('--federated-issuer', subject, (text) => verbatim(issuer, text))];
}

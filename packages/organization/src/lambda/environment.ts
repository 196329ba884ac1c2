import { parseTenantGuid } from '@entra-aws-creds/bindings';
import {
  type ClientId,
  InputProblem,
  parseClientId,
  StepFailure,
} from '@entra-aws-creds/core/programs';
import type { AllowedSubjects, Settings } from '../settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the stack's parameters say, as the functions get it. */
export interface CentralSettings extends Omit<Settings, 'cloud'> {
  /** The application as which the automation logs in to Entra. */
  readonly clientId: ClientId;
  readonly mostRemovalsAnHour: number;
  readonly mostRemovalsPercent: number;
  /** Another Microsoft Graph; undefined: that of the cloud. */
  readonly graphEndpoint: URL | undefined;
}

const HOUR_MS = 3_600_000;

/** @throws StepFailure `EAC_INPUT_INVALID`, `EAC_INPUT_MISSING`, naming the variable */
export function readCentralSettings(environment: Environment): CentralSettings {
  const read = <T>(name: string, parse: (text: string) => T): T => {
    const text = environment[name] ?? '';
    if (text === '') throw missing(name);
    return parsed(name, text, parse);
  };
  const optional = <T>(name: string, parse: (text: string) => T, usual: T): T => {
    const text = environment[name] ?? '';
    return text === '' ? usual : parsed(name, text, parse);
  };
  return {
    tenant: read('TENANT_ID', parseTenantGuid),
    clientId: read('CLIENT_ID', parseClientId),
    placeholder: optional('PLACEHOLDER', parseWord, 'entra-aws-creds'),
    memberRole: optional('MEMBER_ROLE', parseWord, 'entra-aws-creds-automation'),
    scope: {
      path: optional('ROLE_PATH', parsePath, '/entra-aws-creds/'),
      tagged: (environment['MODE'] ?? '') === 'tag',
    },
    graceMs: optional('GRACE_HOURS', parseCount, 24) * HOUR_MS,
    mostRemovalsAnHour: optional('MOST_REMOVALS_AN_HOUR', parseCount, 10),
    mostRemovalsPercent: optional('MOST_REMOVALS_PERCENT', parsePercent, 20),
    sharedAudience: optional<string | undefined>('SHARED_AUDIENCE', parseWord, undefined),
    allowedSubjects: optional('ALLOWED_SUBJECTS', parseAllowedSubjects, []),
    mostCertificateDays: optional('MOST_CERTIFICATE_DAYS', parseCount, 730),
    graphEndpoint: optional<URL | undefined>('GRAPH_ENDPOINT', parseHttps, undefined),
  };
}

/** `https://token.actions.githubusercontent.com repo:octo-org/`, several of them with commas between. */
export function parseAllowedSubjects(text: string): readonly AllowedSubjects[] {
  return text.split(',').map((one) => {
    const [issuer = '', prefix = '', ...rest] = one.trim().split(/ +/);
    // Cut within a name, it would let in others whose names go on differently.
    if (rest.length === 0 && /^https:\/\/./.test(issuer) && /[/:]$/.test(prefix)) {
      return { issuer, prefix };
    }
    throw new InputProblem(
      'is not an issuer and the beginning of a subject',
      'Write "https://token.actions.githubusercontent.com repo:octo-org/", several with commas between; the beginning ends with "/" or ":".',
    );
  });
}

function parseWord(text: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(text)) return text;
  throw new InputProblem('is not one printable word', 'Give up to 255 characters without spaces.');
}

function parsePath(text: string): string {
  if (/^\/(?:[\x21-\x7e]{1,510}\/)?$/.test(text)) return text;
  throw new InputProblem('is not the path of roles', 'It begins and ends with a slash.');
}

function parseCount(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InputProblem('is not a whole number', 'Give a number from 0 to 9999.');
}

function parsePercent(text: string): number {
  if (/^(?:[1-9]\d?|100)$/.test(text)) return Number(text);
  throw new InputProblem('is not a percentage', 'Give a whole number from 1 to 100.');
}

function parseHttps(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '') return url;
  throw new InputProblem('is not an https URL', 'The token is never sent over plain http.');
}

function parsed<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw new StepFailure('EAC_INPUT_INVALID', `${name} ${error.message}.`, error.hint);
  }
}

function missing(name: string): StepFailure {
  return new StepFailure(
    'EAC_INPUT_MISSING',
    `${name} is not set.`,
    'The central stack sets it for its functions: deploy it again.',
  );
}

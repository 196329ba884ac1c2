import { parseTenantGuid } from '@entra-aws-creds/bindings';
import {
  allRight,
  type ClientId,
  InputProblem,
  isRight,
  parseClientId,
  parseServiceAddress,
  SettingsReader,
  StepFailure,
} from '@entra-aws-creds/core/programs';
import type { Scope, Settings } from '../settings.ts';
import { parseAllowedSubjects } from './allowed-subjects.ts';
import { type DirectoryChoice, readDirectoryChoice } from './directory-choice.ts';
import { parseSecretArn, type SecretArn } from './secret-arn.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the stack's parameters say, as the functions get it. */
export interface CentralSettings extends Omit<Settings, 'cloud'> {
  /** The application as which the automation logs in to Entra. */
  readonly clientId: ClientId;
  readonly mostRemovalsAnHour: number;
  readonly mostRemovalsPercent: number;
  readonly directory: DirectoryChoice;
  /** Another Microsoft Graph; undefined: that of the cloud. */
  readonly graphEndpoint: URL | undefined;
  /** What holds the certificate of that application; undefined: AWS signs for the functions' role. */
  readonly certificateSecret: SecretArn | undefined;
  /** Another Secrets Manager; undefined: that of the secret's region. */
  readonly secretsManagerEndpoint: URL | undefined;
}

const HOUR_MS = 3_600_000;

/** @throws StepFailure `EAC_INPUT_INVALID` with everything that is wrong */
export function readCentralSettings(environment: Environment): CentralSettings {
  const reader = new SettingsReader(environment);
  const graceHours = reader.optional('GRACE_HOURS', parseCount, 24);
  return reader.finish<CentralSettings>(
    {
      tenant: reader.required('TENANT_ID', parseTenantGuid),
      clientId: reader.required('CLIENT_ID', parseClientId),
      placeholder: reader.optional('PLACEHOLDER', parseWord, 'entra-aws-creds'),
      memberRole: reader.optional('MEMBER_ROLE', parseWord, 'entra-aws-creds-automation'),
      scope: readScope(reader),
      graceMs: isRight(graceHours) ? graceHours * HOUR_MS : graceHours,
      mostRemovalsAnHour: reader.optional('MOST_REMOVALS_AN_HOUR', parseCount, 10),
      mostRemovalsPercent: reader.optional('MOST_REMOVALS_PERCENT', parsePercent, 20),
      sharedAudience: reader.optional('SHARED_AUDIENCE', parseWord, undefined),
      allowedSubjects: reader.optional('ALLOWED_SUBJECTS', parseAllowedSubjects, []),
      mostCertificateDays: reader.optional('MOST_CERTIFICATE_DAYS', parseCount, 730),
      directory: readDirectoryChoice(reader),
      graphEndpoint: reader.optional('GRAPH_ENDPOINT', parseServiceAddress, undefined),
      certificateSecret: reader.optional('CERTIFICATE_SECRET_ARN', parseSecretArn, undefined),
      secretsManagerEndpoint: reader.optional(
        'AWS_ENDPOINT_URL_SECRETS_MANAGER',
        parseServiceAddress,
        undefined,
      ),
    },
    (wrong) =>
      new StepFailure(
        'EAC_INPUT_INVALID',
        `The settings of the automation cannot be used: ${wrong}`,
        'They come from the parameters of the central stack: deploy it again with the right ones, then redrive the executions that failed.',
      ),
  );
}

function readScope(reader: SettingsReader) {
  return allRight<Scope>({
    path: reader.optional('ROLE_PATH', parsePath, '/entra-aws-creds/'),
    tagged: reader.optional('MODE', parseMode, false),
  });
}

/** Whether it is the mode by tags. */
function parseMode(text: string): boolean {
  if (text === 'path' || text === 'tag') return text === 'tag';
  throw new InputProblem('is neither path nor tag', 'Both stacks have the same mode.');
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

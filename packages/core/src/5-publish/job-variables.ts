import type { Region } from '../1-inputs/aws/region.ts';
import type { SessionCredentials } from '../3-sts-credentials/session-credentials.ts';
import type { Host, JobVariable } from '../job/host.ts';
import type { ProfileFiles } from './profile-files.ts';

/**
 * What later steps reach AWS with; without `credentials` only the region, for those who name a profile. The credentials are plain variables with masked values,
 * because a secret variable would not be in the environment of a script.
 */
export function jobVariables(
  credentials: SessionCredentials | undefined,
  region: Region,
  aliases: Host['aliases'],
): readonly JobVariable[] {
  const variables: Readonly<Record<string, string>> = {
    ...(credentials !== undefined && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId.reveal(),
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
      AWS_SESSION_TOKEN: credentials.sessionToken.reveal(),
    }),
    AWS_REGION: region.name,
    AWS_DEFAULT_REGION: region.name,
  };
  return Object.entries(variables).flatMap(([name, value]) => {
    const alias = aliases[name];
    const plain = { name, value, secret: false };
    return alias === undefined ? [plain] : [plain, { ...alias, value }];
  });
}

/** Where later steps find profiles. */
export function profileVariables(
  files: ProfileFiles,
  profile: string | undefined,
): readonly JobVariable[] {
  const variables: Readonly<Record<string, string>> = {
    AWS_SHARED_CREDENTIALS_FILE: files.credentials.path,
    AWS_CONFIG_FILE: files.config.path,
    ...(profile !== undefined && { AWS_PROFILE: profile }),
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value, secret: false }));
}

/**
 * Variables of earlier steps or of the machine that would give AWS tools other credentials.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
export const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
] as const;

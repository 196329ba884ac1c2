import type { Region } from '../1-inputs/aws/region.ts';
import type { SessionCredentials } from '../3-sts-credentials/session-credentials.ts';
import type { JobHost, JobVariable } from '../job/job-host.ts';
import type { ProfileFiles } from './profile-files.ts';

/**
 * What later steps reach AWS with; without `credentials` only the region, for those who name a profile,
 * and without `region` not that. The credentials are plain variables with masked values, because a secret
 * variable would not be in the environment of a script.
 */
export function jobVariables(
  credentials: SessionCredentials | undefined,
  region: Region | undefined,
  aliases: JobHost['aliases'],
): readonly JobVariable[] {
  const variables: Readonly<Record<string, string>> = {
    ...(credentials !== undefined && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId.reveal(),
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
      AWS_SESSION_TOKEN: credentials.sessionToken.reveal(),
    }),
    ...(region !== undefined && { AWS_REGION: region.name, AWS_DEFAULT_REGION: region.name }),
  };
  return Object.entries(variables).flatMap(([name, value]) => {
    const alias = aliases[name];
    const plain = { name, value, secret: false };
    return alias === undefined ? [plain] : [plain, { ...alias, value }];
  });
}

/**
 * Where later steps find profiles.
 *
 * @param pointers variables that are to name `profile`
 */
export function profileVariables(
  files: ProfileFiles,
  profile: string | undefined,
  pointers: readonly string[],
): readonly JobVariable[] {
  const variables: Readonly<Record<string, string>> = {
    AWS_SHARED_CREDENTIALS_FILE: files.credentials.path,
    AWS_CONFIG_FILE: files.config.path,
    // The SDKs for JavaScript 2 (the AWS Toolkit's tasks) and Go 1 look at neither without it.
    AWS_SDK_LOAD_CONFIG: '1',
    ...(profile !== undefined && Object.fromEntries(pointers.map((name) => [name, profile]))),
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value, secret: false }));
}

/**
 * For tasks that look for the aliases and would find nothing, nor a profile that is named to all.
 * `undefined` where nobody is to be told.
 */
export function missingAliases(
  variables: readonly JobVariable[],
  aliases: JobHost['aliases'],
): string | undefined {
  const missing = Object.values(aliases).map(({ name }) => name);
  const names = new Set(variables.map(({ name }) => name));
  const found = names.has('AWS_PROFILE') || missing.some((name) => names.has(name));
  if (missing.length === 0 || names.size === 0 || found) return undefined;
  return `${missing.join(', ')} are not set, since only profiles were written: a task of the AWS Toolkit uses one if its own "env" sets AWS_PROFILE to the profile's name`;
}

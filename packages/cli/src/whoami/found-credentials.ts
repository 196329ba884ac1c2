/// <reference path="./credential-chain.d.ts" />

import { defaultProvider } from '@aws-sdk/credential-provider-node/dist-es/index.js';
import type { FoundCredentials } from '@entra-aws-creds/core/programs';

/** Credentials as AWS tools find them here, with what is known of where they were. */
export interface SourcedCredentials extends FoundCredentials {
  readonly source: string;
  /** ISO 8601; undefined where the source does not say. */
  readonly expires: string | undefined;
}

/**
 * What the SDK notes of a source, from the last that had a part in it to the first.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/packages/types/src/feature-ids.ts
 */
const SOURCES: readonly (readonly [feature: string, words: string])[] = [
  ['CREDENTIALS_IMDS', 'the metadata service of the machine'],
  ['CREDENTIALS_HTTP', 'the endpoint that AWS_CONTAINER_CREDENTIALS_… names'],
  ['CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN', 'the token that AWS_WEB_IDENTITY_TOKEN_FILE names'],
  ['CREDENTIALS_ENV_VARS', 'the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
  ['CREDENTIALS_PROFILE_PROCESS', 'the credential_process of'],
  ['CREDENTIALS_PROFILE_SSO', 'the IAM Identity Center session of'],
  ['CREDENTIALS_PROFILE_SSO_LEGACY', 'the IAM Identity Center settings of'],
  ['CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN', 'the web identity token of'],
  ['CREDENTIALS_PROFILE_SOURCE_PROFILE', 'the role and source profile of'],
  ['CREDENTIALS_PROFILE_NAMED_PROVIDER', 'the role and credential source of'],
  ['CREDENTIALS_PROFILE_LOGIN', 'the console login of'],
  ['CREDENTIALS_PROFILE', 'the keys of'],
];

/** @param profile where one is named outright, else what the environment says */
export async function findCredentials(
  profile: string | undefined,
  named: string | undefined,
): Promise<SourcedCredentials> {
  const find = defaultProvider(profile === undefined ? {} : { profile });
  const found = await find();
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
  const features = Object.keys((found as { readonly $source?: object }).$source ?? {});
  const [, words] = SOURCES.find(([feature]) => features.includes(feature)) ?? [];
  const source = words?.endsWith(' of')
    ? `${words} the profile ${JSON.stringify(profile ?? named ?? 'default')}`
    : (words ?? 'a source that the SDK does not name');
  return { accessKeyId, secretAccessKey, sessionToken, source, expires: expiration?.toISOString() };
}

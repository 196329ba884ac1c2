import type { CheckedExchange } from '@entra-aws-creds/core/programs';

/** The variables of a session; undefined takes one out of an environment. */
export type SessionVariables = Readonly<Record<string, string | undefined>>;

/**
 * Variables that would give AWS tools other credentials or another region than the session's.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
const OUTRANKING = [
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
] as const;

/** What a command's environment has in place of what it had. */
export function sessionVariables(result: CheckedExchange): SessionVariables {
  return {
    ...Object.fromEntries(OUTRANKING.map((name) => [name, undefined])),
    ...namedVariables(result),
  };
}

/** The variables that hold something, in the order in which people expect them. */
export function namedVariables({
  sessions,
  inputs,
}: CheckedExchange): Readonly<Record<string, string>> {
  const { main } = sessions;
  if (main === undefined) throw new Error('the command line always asks for one role');
  const { accessKeyId, secretAccessKey, sessionToken } = main.credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId.reveal(),
    AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
    AWS_SESSION_TOKEN: sessionToken.reveal(),
    AWS_REGION: inputs.region.name,
    AWS_DEFAULT_REGION: inputs.region.name,
  };
}

import type { HandedSession } from './handed-session.ts';

/** The variables that hold a session, in the order in which people expect them. */
export function sessionVariables({
  credentials,
  region,
}: HandedSession): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: credentials.SessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}

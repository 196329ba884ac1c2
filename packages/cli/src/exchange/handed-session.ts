import { type CheckedExchange, processOutput } from '@entra-aws-creds/core/programs';

/**
 * A session as SDKs take it from a `credential_process`.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
interface ProcessCredentials {
  readonly Version: 1;
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  /** ISO 8601. */
  readonly Expiration: string;
}

/** What is handed to others of a session: plain texts, which are secret. */
export interface HandedSession {
  readonly credentials: ProcessCredentials;
  readonly region: string;
  /** When it was opened, ISO 8601. */
  readonly issued: string;
}

export function handedSession({ sessions, inputs }: CheckedExchange): HandedSession {
  const { main } = sessions;
  if (main === undefined) throw new Error('the command line always asks for one role');
  return {
    credentials: JSON.parse(processOutput(main.credentials)) as ProcessCredentials,
    region: inputs.region.name,
    issued: new Date().toISOString(),
  };
}

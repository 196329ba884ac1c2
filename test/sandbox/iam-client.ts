import { Agent } from 'node:https';
import { IAMClient, IAMServiceException } from '@aws-sdk/client-iam';
import type { Sandbox } from '@entra-aws-creds/sandbox';
import type { Keys } from './signed-call.ts';

interface IamClientOptions {
  /** Tries of each call; one, when refusals are to be seen. */
  readonly attempts?: number;
}

/** The SDK's own client, as somebody with these credentials. */
export function iamClient(
  sandbox: Sandbox,
  { accessKeyId, secretAccessKey, sessionToken }: Keys,
  { attempts = 1 }: IamClientOptions = {},
): IAMClient {
  return new IAMClient({
    region: 'us-east-1',
    endpoint: sandbox.iamUrl,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    maxAttempts: attempts,
    requestHandler: { httpsAgent: new Agent({ ca: sandbox.caPem }) },
  });
}

/** What a refused call came to: `[name, HTTP status, message]`. */
export async function refusal(call: Promise<unknown>): Promise<readonly unknown[]> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof IAMServiceException)) throw error;
    return [error.name, error.$metadata.httpStatusCode, error.message];
  }
  throw new Error('The call was not refused.');
}

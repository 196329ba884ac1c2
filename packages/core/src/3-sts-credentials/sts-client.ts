import { STSClient } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import type { SessionCredentials } from './session-credentials.ts';
import { StsRequestHandler } from './sts-request-handler.ts';

/** What signs a request; an empty session token is none. */
export type SigningKeys = Pick<
  SessionCredentials,
  'accessKeyId' | 'secretAccessKey' | 'sessionToken'
>;

/**
 * A client for STS that looks nothing up: everything that the SDK would else take from variables
 * and files, which an earlier step may have left, is said here.
 *
 * @param signer whose credentials sign the request; without, the request is not signed
 */
export function stsClient(
  region: Region,
  { url }: StsEndpoint,
  platform: Pick<OnlinePlatform, 'network' | 'clock'>,
  signer?: SigningKeys,
): STSClient {
  const client = new STSClient({
    region: region.name,
    endpoint: url.href,
    requestHandler: new StsRequestHandler(platform, url),
    maxAttempts: 1,
    retryMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: 'standard',
    userAgentAppId: 'entra-aws-creds',
    authSchemePreference: [],
    sigv4aSigningRegionSet: [],
    streamCollector: async (body: Uint8Array) => body,
    credentials: async () => {
      if (signer === undefined) throw new Error('this request is not to be signed');
      return {
        accessKeyId: signer.accessKeyId.reveal(),
        secretAccessKey: signer.secretAccessKey.reveal(),
        sessionToken: signer.sessionToken.reveal(),
      };
    },
  });
  // The SDK would end the path with a slash, and sign that; what is signed must be what is asked.
  client.middlewareStack.add(
    (next) => (call) => {
      Object.assign(call.request as object, { path: url.pathname });
      return next(call);
    },
    { step: 'build', name: 'pathAsGiven' },
  );
  return client;
}

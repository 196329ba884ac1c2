import type { STSClientConfig } from '@aws-sdk/client-sts';
import { Secret } from '../text/secret.ts';
import type { AwsRequestHandler } from './aws-request-handler.ts';

/** What signs a request; an empty session token is none. */
export interface SigningKeys {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
}

/** Credentials as AWS tools would find them; without a session token they are a user's own keys. */
export interface FoundCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** @param mask is told of what is secret in them */
export function signingKeys(
  { accessKeyId, secretAccessKey, sessionToken = '' }: FoundCredentials,
  mask: (text: string) => void,
): SigningKeys {
  for (const secret of [secretAccessKey, sessionToken]) if (secret !== '') mask(secret);
  return {
    accessKeyId: new Secret(accessKeyId),
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(sessionToken),
  };
}

/**
 * Settings of an AWS client that looks nothing up: everything that the SDK would else take from variables
 * and files, which an earlier step may have left, is said here. It makes one attempt; retries are ours.
 *
 * @param signer whose credentials sign the request; without, no request may be signed
 */
export function awsClientSettings(
  region: string,
  endpoint: URL,
  requestHandler: AwsRequestHandler,
  signer?: SigningKeys,
) {
  return {
    region,
    endpoint: endpoint.href,
    requestHandler,
    maxAttempts: 1,
    retryMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: 'standard',
    userAgentAppId: 'entra-aws-creds',
    authSchemePreference: [] as string[],
    sigv4aSigningRegionSet: [] as string[],
    streamCollector: async (body: Uint8Array) => body,
    credentials: async () => {
      if (signer === undefined) throw new Error('this request is not to be signed');
      const sessionToken = signer.sessionToken.reveal();
      return {
        accessKeyId: signer.accessKeyId.reveal(),
        secretAccessKey: signer.secretAccessKey.reveal(),
        ...(sessionToken !== '' && { sessionToken }),
      };
    },
  } satisfies STSClientConfig;
}

/** A middleware stack of any client of the SDK, as far as it is added to here. */
interface Stack {
  add(
    middleware: (next: (call: unknown) => unknown) => (call: unknown) => unknown,
    options: { readonly step: 'build'; readonly name: string },
  ): void;
}

/** The SDK would end the path with a slash, and sign that; what is signed must be what is asked. */
export function keepPath(
  { middlewareStack }: { readonly middlewareStack: unknown },
  endpoint: URL,
) {
  (middlewareStack as Stack).add(
    (next) => (call) => {
      Object.assign((call as { readonly request: object }).request, { path: endpoint.pathname });
      return next(call);
    },
    { step: 'build', name: 'pathAsGiven' },
  );
}

/**
 * Credentials of a role session, as every client of the AWS SDK for JavaScript v3 takes them: an
 * `AwsCredentialIdentity` that ends. Written out here, so that these types need no package besides.
 *
 * @see https://github.com/smithy-lang/smithy-typescript/blob/main/packages/types/src/identity/awsCredentialIdentity.ts
 */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  /** 12 digits; absent where an STS that is not AWS's does not say whose they are. */
  readonly accountId?: string;
}

/** What a client tells the provider that it asks. */
export interface AskingClient {
  /** A new session, whatever is kept. */
  readonly forceRefresh?: boolean;
  readonly callerClientConfig?: { readonly region?: () => Promise<string> };
}

/**
 * What the option `credentials` of a client takes: the kept credentials while they are good, else those of a
 * new session.
 *
 * @throws EntraCredentialsError when there are none to be had
 */
export type AwsCredentialProvider = (client?: AskingClient) => Promise<AwsCredentials>;

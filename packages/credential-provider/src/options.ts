/** What every provider takes, whoever logs in. */
export interface ExchangeOptions {
  /** The role whose trust policy admits the token. */
  readonly roleArn: string;
  /** Where STS is asked; by default in the region of the client that asks for credentials. */
  readonly region?: string | undefined;
  /** What CloudTrail calls the session: 2 to 64 letters, digits and `_+=,.@-`. */
  readonly roleSessionName?: string | undefined;
  /** 900 to 43200, and no more than the role allows; an hour by default. */
  readonly durationSeconds?: number | undefined;
  /** An IAM policy as JSON, which narrows what the session may do. */
  readonly policy?: string | undefined;
  /** ARNs of up to ten managed policies that do the same. */
  readonly policyArns?: readonly string[] | undefined;
  /** Any session outside of these accounts is refused. */
  readonly allowedAccountIds?: readonly string[] | undefined;
  /** In place of the region's own; by default `AWS_ENDPOINT_URL_STS`. */
  readonly stsEndpoint?: string | undefined;
  readonly useFipsEndpoint?: boolean | undefined;
  readonly useDualstackEndpoint?: boolean | undefined;
  /** URL of a forward proxy; by default `HTTPS_PROXY`. */
  readonly httpProxy?: string | undefined;
  /** Hosts that are reached without it; by default `NO_PROXY`. */
  readonly noProxy?: string | undefined;
  /** How often one call is made at the most: 5 by default. */
  readonly retryMaxAttempts?: number | undefined;
  /** For login and exchange together: 120 by default. */
  readonly timeoutSeconds?: number | undefined;
}

/** A person who has signed in to the application with Entra. */
export interface IdTokenOptions extends ExchangeOptions {
  /**
   * Entra's ID token, or how to get one that is good for a while, which is asked for each new session. What it
   * throws reaches the caller as it is.
   */
  readonly idToken: string | (() => Promise<string> | string);
}

/** The application itself, by its certificate. */
export type CertificateOptions = ApplicationOptions & CertificateSource;

interface ApplicationOptions extends ExchangeOptions {
  /** GUID or domain. */
  readonly tenantId: string;
  /** Of the app registration that has the certificate. */
  readonly clientId: string;
  /** App ID URI or client ID of the application whose token AWS trusts; by default `clientId`. */
  readonly audience?: string | undefined;
  /** `AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud`, or an https URL; by default `AZURE_AUTHORITY_HOST`. */
  readonly authorityHost?: string | undefined;
  /** Of a PFX or an encrypted key. */
  readonly certificatePassword?: string | undefined;
  /** For applications that know the certificate by its subject name and issuer. */
  readonly sendCertificateChain?: boolean | undefined;
}

type CertificateSource =
  | {
      /** PEM with certificate and private key, or a PFX in base64. */
      readonly certificate: string;
      readonly certificatePath?: undefined;
    }
  | {
      /** The same in a file, where a PFX may also lie as it is; read for each new session. */
      readonly certificatePath: string;
      readonly certificate?: undefined;
    };

/** The machine in Azure or under Azure Arc that the program runs on. */
export interface ManagedIdentityOptions extends ExchangeOptions {
  /** App ID URI or client ID of the application whose token AWS trusts. */
  readonly audience: string;
  /** Of a user-assigned identity; by default the machine's own. */
  readonly clientId?: string | undefined;
  /** The only tenant whose identity is accepted. */
  readonly tenantId?: string | undefined;
}

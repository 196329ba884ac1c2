import { createHash } from 'node:crypto';
import { QueryError } from '../query-error.ts';

export interface OidcProviderOptions {
  /** Must equal the tokens' `iss` to the letter, with its slash at the end if it has one. */
  readonly url: string;
  readonly clientIds: readonly string[];
  /** SHA-1 in hex; without any, IAM takes the top certificate's of the issuer. */
  readonly thumbprints?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface OidcProvider {
  readonly url: string;
  readonly arn: string;
  readonly clientIds: string[];
  readonly thumbprints: string[];
  readonly tags: Map<string, string>;
  readonly createdAt: Date;
}

/** What a provider needs of the account that it is in. */
interface ProviderHome {
  arn(service: 'iam', resource: string): string;
  now(): Date;
}

/**
 * Case and a slash at the end tell one URL from another, the usual port does not, as recorded.
 *
 * @throws QueryError `InvalidInput` when the URL has a query or a fragment
 */
export function createProvider(account: ProviderHome, options: OidcProviderOptions): OidcProvider {
  if (/[?#]/.test(options.url)) throw new QueryError('InvalidInput', 'Unknown');
  const name = options.url.replace(/^https:\/\/([^/]*?)(:443)?(?=\/|$)/, '$1');
  const thumbprints = options.thumbprints?.length ? options.thumbprints : [thumbprintOf(name)];
  return {
    url: options.url,
    arn: account.arn('iam', `oidc-provider/${name}`),
    clientIds: [...new Set(options.clientIds)],
    thumbprints: thumbprints.map((thumbprint) => thumbprint.toLowerCase()),
    tags: new Map(Object.entries(options.tags ?? {})),
    createdAt: account.now(),
  };
}

/** The provider as it is now, unmoved by later writes. */
export function snapshotOf(provider: OidcProvider): OidcProvider {
  return {
    ...provider,
    clientIds: [...provider.clientIds],
    thumbprints: [...provider.thumbprints],
    tags: new Map(provider.tags),
  };
}

/** Stands for the certificate of a host that the sandbox does not ask. */
function thumbprintOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

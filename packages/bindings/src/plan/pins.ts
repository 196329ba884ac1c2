import type { TokenVersion } from '../binding.ts';
import type { Observed } from '../observe/observed.ts';
import type { Wish } from '../wish/wish.ts';
import type { PipelinePins } from './change.ts';
import { clientIdText, type Text } from './later.ts';

/** Who logs in, as far as it is known yet. */
interface Identity {
  readonly clientId: Text;
  readonly servicePrincipalId: Text;
}

export function identityOf({ half }: Wish, { entra }: Observed): Identity {
  if (half.only === 'aws') return half;
  const { application, servicePrincipal } = entra ?? {};
  return {
    clientId: clientIdText(application?.clientId),
    servicePrincipalId: servicePrincipal?.id ?? { after: 'service-principal', prefix: '' },
  };
}

/** Of the tokens that AWS is to take, which with a shared audience are another application's. */
export function trustedVersion(wish: Wish, observed: Observed): TokenVersion {
  return wish.audience.mode === 'shared' ? 'v1' : applicationVersion(wish, observed);
}

export function applicationVersion({ tokenVersion }: Wish, { entra }: Observed): TokenVersion {
  return tokenVersion ?? entra?.application?.tokenVersion ?? 'v2';
}

/**
 * What the trust statement pins. AWS reads `aud` of a v2.0 token from `azp`, the client, and the resource
 * from `oaud`; an application that asks for itself is both. The subject is always pinned: without it every
 * application of the tenant could come in.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function pinsOf(wish: Wish, observed: Observed): PipelinePins {
  const { clientId, servicePrincipalId: sub } = identityOf(wish, observed);
  if (wish.audience.mode === 'shared') return { aud: wish.audience.resource, sub, oaud: undefined };
  if (trustedVersion(wish, observed) === 'v2') {
    return { aud: clientId, sub, oaud: wish.pinsResource ? clientId : undefined };
  }
  const uri = identifierUri(clientId);
  const has = typeof uri === 'string' && observed.entra?.application?.identifierUris.includes(uri);
  return { aud: wish.identifierUri || has ? uri : clientId, sub, oaud: undefined };
}

/**
 * The one form that every tenant allows.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 */
export function identifierUri(clientId: Text): Text {
  const scheme = 'api://';
  return typeof clientId === 'string'
    ? `${scheme}${clientId}`
    : { ...clientId, prefix: `${scheme}${clientId.prefix}` };
}

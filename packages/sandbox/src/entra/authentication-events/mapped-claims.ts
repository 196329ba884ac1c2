import { AadstsError } from '../aadsts-error.ts';
import type { EntraDirectory } from '../directory.ts';
import type { SignedIn } from '../people/personal-grants.ts';
import { callClaimsProvider } from './call-provider.ts';
import { CustomExtensionError } from './claims-provider.ts';
import { acceptsMappedClaims, claimsProviderOf, mappingOf } from './configured-provider.ts';

/**
 * What the claims provider of an application adds to a person's token. Its claims appear where a claims mapping
 * policy names them; without a policy they are dropped, and nobody is told.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#claims-mapping-policy
 * @see https://learn.microsoft.com/entra/identity-platform/jwt-claims-customization#security-considerations
 *
 * @throws AadstsError when the provider gives no claims, which ends the sign-in, and when the application does
 *   not accept mapped claims
 */
export async function claimsFromProvider(
  directory: EntraDirectory,
  signedIn: Pick<SignedIn, 'tenant' | 'client' | 'person'>,
  correlationId: string,
): Promise<Record<string, unknown>> {
  const { tenant, client } = signedIn;
  const mapping = mappingOf(client, tenant);
  if (mapping !== undefined && !acceptsMappedClaims(client)) {
    throw new AadstsError(
      'invalid_request',
      50146,
      'This application is required to be configured with an application-specific signing key. It is either not configured with one, or the key has expired or is not yet valid.',
    );
  }
  const provider = claimsProviderOf(client, tenant);
  if (provider === undefined) return {};
  const claims = await callClaimsProvider(directory, provider, signedIn, correlationId).catch(
    (error: unknown) => {
      if (!(error instanceof CustomExtensionError)) throw error;
      throw new AadstsError('server_error', 1100001, 'Non-retryable error has occurred.');
    },
  );
  return Object.fromEntries(
    (mapping ?? [])
      .filter(({ id }) => Object.hasOwn(claims, id))
      .map(({ id, jwtClaimType }) => [jwtClaimType, claims[id]]),
  );
}

import { type AccessToken, logInAsAwsRole } from '@entra-aws-creds/core/programs';
import type { OnlineFunction } from './own-role.ts';

/**
 * The automation's login to Entra: by a token that AWS signs for its role, or by a certificate where AWS
 * signs none. Asked for once in a task, and only by one that needs it.
 *
 * @param resource what the token is for
 * @returns what logs in, and throws StepFailure `EAC_STS_…`, `EAC_OIDC_…`, `EAC_SECRET_…`, `EAC_CERTIFICATE_…`,
 *   `EAC_ENTRA_…`, `EAC_TOKEN_…`
 */
export function entraLogin(resource: string, asking: OnlineFunction): () => Promise<AccessToken> {
  let token: Promise<AccessToken> | undefined;
  return () => {
    token ??= loggedIn(resource, asking);
    return token;
  };
}

async function loggedIn(resource: string, asking: OnlineFunction): Promise<AccessToken> {
  const { central, services, own, online } = asking;
  const { tenant, clientId, certificateSecret } = central;
  const application = { tenant, clientId, authorityHost: services.authorityHost };
  if (certificateSecret === undefined) {
    return logInAsAwsRole(application, resource, own, online);
  }
  // Functions that need none do not load what reads certificates.
  const { logInByStoredCertificate } = await import('./stored-certificate.ts');
  return logInByStoredCertificate(application, resource, certificateSecret, asking);
}

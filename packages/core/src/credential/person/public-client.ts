import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { msalConfiguration } from '../../2-entra-token/msal-configuration.ts';
import type { SignInEndpoint } from './sign-in-endpoint.ts';

/** MSAL's application without a secret, with nothing in its memory. Loaded when somebody logs in. */
export async function publicClient(
  application: EntraApplication,
  networkClient: SignInEndpoint,
): Promise<PublicClientApplication> {
  const { LogLevel, PublicClientApplication } = await import('@azure/msal-node');
  return new PublicClientApplication(msalConfiguration(application, networkClient, LogLevel.Error));
}

/** @throws what the endpoint found, where MSAL only says that something failed */
export async function asked(
  endpoint: SignInEndpoint,
  request: Promise<AuthenticationResult | null>,
): Promise<AuthenticationResult> {
  const result = await request.catch((error: unknown) => {
    throw endpoint.failure ?? error;
  });
  if (result === null) throw new Error('MSAL gave neither a result nor a reason');
  return result;
}

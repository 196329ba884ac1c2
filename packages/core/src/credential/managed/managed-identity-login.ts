import type { ManagedIdentityApplication } from '@azure/msal-node';
import { isGuid, type TenantId } from '../../1-inputs/entra/tenant-id.ts';
import {
  type AccessToken,
  checkAccessToken,
  parseAccessToken,
} from '../../2-entra-token/access-token.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import { STRAIGHT } from '../../platform/network-route.ts';
import type { MaskingPlatform, Platform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import { arcChallengeFailure } from './arc-challenge-failure.ts';
import { ENDPOINT_VARIABLES } from './managed-identity-endpoint.ts';
import type { ManagedIdentityRequest } from './managed-identity-failure.ts';
import { MetadataEndpoint } from './metadata-endpoint.ts';

export interface ManagedIdentityLogin extends ManagedIdentityRequest {
  /** Undefined: whichever the machine is in. */
  readonly tenant: TenantId | undefined;
}

/** It is on the machine, or next to it: what has not answered by then is not there. */
const LONGEST_MS = 5_000;

/**
 * One login as the identity of the machine, never through a proxy.
 *
 * @throws StepFailure `EAC_MANAGED_IDENTITY_…`, `EAC_TOKEN_…`
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 */
export async function logInAsMachine(
  login: ManagedIdentityLogin,
  platform: MaskingPlatform,
): Promise<AccessToken> {
  const network = platform.openNetwork(STRAIGHT, { milliseconds: () => LONGEST_MS });
  try {
    const endpoint = new MetadataEndpoint(login, { ...platform, network });
    const text = await acquireToken(login, endpoint, platform);
    const token = parseAccessToken(text);
    checkIdentity(token, login, platform.clock.now());
    return token;
  } finally {
    network.close();
  }
}

async function acquireToken(
  login: ManagedIdentityLogin,
  networkClient: MetadataEndpoint,
  { withVariables }: Pick<Platform, 'withVariables'>,
): Promise<string> {
  const { clientId, audience, endpoint } = login;
  const { LogLevel, ManagedIdentityApplication } = await import('@azure/msal-node');
  const application = new ManagedIdentityApplication({
    ...(clientId !== undefined && { managedIdentityIdParams: { userAssignedClientId: clientId } }),
    system: {
      networkClient,
      disableInternalRetries: true,
      loggerOptions: {
        logLevel: LogLevel.Error,
        piiLoggingEnabled: false,
        loggerCallback: () => {},
      },
    },
  });
  forgetSource(application);
  const unset = Object.fromEntries(ENDPOINT_VARIABLES.map((name) => [name, undefined]));
  try {
    const { accessToken } = await withVariables({ ...unset, ...endpoint.variables() }, () =>
      application.acquireToken({ resource: audience, forceRefresh: true }),
    );
    return accessToken;
  } catch (error) {
    throw networkClient.failure ?? arcChallengeFailure(error, login) ?? error;
  }
}

/**
 * MSAL keeps what it found first, with the network of then, for as long as the process lives; another attempt
 * has another network.
 */
function forgetSource(application: ManagedIdentityApplication): void {
  const { managedIdentityClient } = application as unknown as { managedIdentityClient: object };
  Object.assign(managedIdentityClient.constructor, { identitySource: undefined });
}

/** @throws StepFailure unless the token is of the identity that was asked for */
function checkIdentity(
  token: AccessToken,
  { tenant, clientId, endpoint }: ManagedIdentityLogin,
  now: Date,
): void {
  const { claims } = token;
  const asked =
    tenant === undefined
      ? { id: claims.tenant, isGuid: true }
      : { id: tenant, isGuid: isGuid(tenant) };
  checkAccessToken(token, asked, now);
  if (clientId === undefined || claims.client?.toLowerCase() === clientId) return;
  throw new StepFailure(
    'EAC_MANAGED_IDENTITY_REFUSED',
    `The token is that of the managed identity ${quote(claims.client ?? 'of nobody')}, not of ${clientId}.`,
    `Check "client-id" against the overview page of the managed identity; ${endpoint.service} may know only the identity of the machine.`,
  );
}

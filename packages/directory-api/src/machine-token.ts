import {
  findManagedIdentityEndpoint,
  logInAsMachine,
  type Platform,
  parseAudience,
  type Secret,
} from '@entra-aws-creds/core/azure';
import type { ClientId } from '@entra-aws-creds/core/programs';

/** A token of the API's own identity. */
interface MachineToken {
  readonly jwt: Secret;
  /** Object ID of the identity's service principal. */
  readonly principalId: string;
  readonly expires: Date;
}

/** With less than that left, a new one is asked for. */
const LEAST_MS = 5 * 60_000;

/**
 * Tokens of the managed identity for a resource, each kept for as long as it is good.
 *
 * @returns throws StepFailure `EAC_MANAGED_IDENTITY_…`
 */
export function machineTokens(
  clientId: ClientId | undefined,
  resource: string,
  platform: Platform,
): () => Promise<MachineToken> {
  const audience = parseAudience(resource);
  let kept: MachineToken | undefined;
  let asking: Promise<MachineToken> | undefined;
  const ask = async (): Promise<MachineToken> => {
    const endpoint = await findManagedIdentityEndpoint(platform);
    const login = { clientId, tenant: undefined, endpoint, audience };
    // Nothing of it is ever said.
    const { jwt, claims } = await logInAsMachine(login, { ...platform, maskSecret: () => {} });
    kept = { jwt, principalId: claims.subject, expires: claims.expires };
    return kept;
  };
  return async () => {
    const leftMs = (kept?.expires.getTime() ?? 0) - platform.clock.now().getTime();
    if (kept !== undefined && leftMs > LEAST_MS) return kept;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { isGuid } from '../../1-inputs/entra/tenant-id.ts';
import {
  type AccessToken,
  checkAccessToken,
  parseAccessToken,
} from '../../2-entra-token/access-token.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import { quote } from '../../text/log-line.ts';

/**
 * The ID token of a person, which goes to STS in the place of an access token: its audience is the
 * application itself, it has no `azp`, and its subject is somebody else to every application.
 *
 * @param answered the `Date` header of Entra's answer
 * @throws StepFailure `EAC_TOKEN_…`
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function parseIdToken(
  text: string,
  { tenant, clientId }: EntraApplication,
  now: Date,
  answered: string | undefined,
): AccessToken {
  const token = parseAccessToken(text);
  checkAccessToken(token, { id: tenant, isGuid: isGuid(tenant) }, now, answered);
  const { audience, authorizedParty } = token.claims;
  if (audience !== clientId || authorizedParty !== undefined) {
    throw new StepFailure(
      'EAC_TOKEN_UNREADABLE',
      `Entra issued a token for ${quote(audience)}, and not an ID token for the application ${clientId}.`,
      'Check "authority-host": something between this machine and Entra answered for another application.',
    );
  }
  return token;
}

/** What is left when a new one is asked for: time for the exchange and for a clock that is a little off. */
const MARGIN_MS = 300_000;

/** Whether the token itself is good for an exchange, whatever lasts longer beside it. */
export function lasts(text: string, now: Date): boolean {
  try {
    return parseAccessToken(text).claims.expires.getTime() - now.getTime() > MARGIN_MS;
  } catch {
    return false;
  }
}

import { createHash } from 'node:crypto';
import type { PublicClientApplication } from '@azure/msal-node';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import { lasts } from './id-token.ts';
import type { LoginStore, Person } from './person.ts';
import type { SignInEndpoint } from './sign-in-endpoint.ts';
import { notKept, type WhyNeeded } from './sign-in-failure.ts';
import type { WantedToken } from './wanted-token.ts';

/** By what the login of an application is kept. */
export function loginName({ authorityHost, tenant, clientId }: EntraApplication): string {
  const whole = [authorityHost.origin, tenant, clientId].join(' ');
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}

/**
 * Fills MSAL's memory with what was kept. A text that it cannot read is as good as none: it is replaced by
 * the next login.
 *
 * @throws StepFailure `EAC_LOGIN_CACHE` when there is a file that cannot be read
 */
export async function recall(
  client: PublicClientApplication,
  store: LoginStore,
  name: string,
): Promise<void> {
  const text = await store.read(name).catch((error: unknown) => {
    throw notKept(error);
  });
  if (text === undefined) return;
  try {
    client.getTokenCache().deserialize(text);
  } catch {
    return;
  }
}

/** Keeps what MSAL has in its memory, unless that is what was kept already. */
export async function keep(
  client: PublicClientApplication,
  { asked, logins, tell }: Person,
  name: string,
): Promise<void> {
  const memory = client.getTokenCache();
  if (!memory.hasChanged()) return;
  try {
    await logins.write(name, memory.serialize());
  } catch (error) {
    const failure = notKept(error);
    // Whoever came for credentials has them all the same.
    if (asked === 'always') throw failure;
    tell(`Warning: ${failure.whatHappened()}`);
  }
}

type KeptLogin = { readonly token: string } | { readonly needed: WhyNeeded };

/**
 * The token that is kept, or a new one, for as long as Entra asks nobody. MSAL goes by the end of the
 * access token, which may be later than the ID token's.
 *
 * @throws StepFailure `EAC_ENTRA_…` when Entra cannot be asked
 */
export async function tokenOfKept(
  client: PublicClientApplication,
  endpoint: SignInEndpoint,
  wanted: WantedToken,
  scopes: string[],
  now: Date,
): Promise<KeptLogin> {
  const [account] = await client.getTokenCache().getAllAccounts();
  if (account === undefined) return { needed: { kind: 'nothing-kept' } };
  try {
    for (const forceRefresh of [false, true]) {
      const request = { account, scopes, forceRefresh };
      const token = wanted.in(await client.acquireTokenSilent(request));
      if (lasts(token, now) || forceRefresh) return { token };
    }
  } catch (error) {
    const { failure, hasEnded } = endpoint;
    if (hasEnded) {
      const answer = failure instanceof StepFailure ? failure.answer : undefined;
      return { needed: { kind: 'refused', answer } };
    }
    if (failure !== undefined) throw failure;
    const { InteractionRequiredAuthError } = await import('@azure/msal-node');
    if (!(error instanceof InteractionRequiredAuthError)) throw error;
  }
  return { needed: { kind: 'nothing-kept' } };
}

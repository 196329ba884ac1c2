import { createHash } from 'node:crypto';
import type { AuthenticationResult } from '@azure/msal-node';
import { asStepFailure } from '../../failure/step-failure.ts';
import type { BrowserVisit, SignInOutcome } from './person.ts';
import type { Asking, PersonalWay } from './personal-credential.ts';
import { inPersonsTime } from './persons-time.ts';
import { asked } from './public-client.ts';
import { foreignAnswer, refusedInBrowser } from './sign-in-failure.ts';

/**
 * A person in the browser of this machine: authorization code with PKCE.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 * @see https://www.rfc-editor.org/rfc/rfc8252
 */
export const browser: PersonalWay = {
  name: 'browser',
  inWords: 'a person in the browser',
  ask: async (asking) => {
    const visit = await asking.person.visitBrowser();
    let outcome: SignInOutcome = { kind: 'signed-in' };
    try {
      return await visited(visit, asking);
    } catch (error) {
      const failure = asStepFailure(error);
      outcome = { kind: 'failed', message: failure.whatHappened(), hint: failure.hint };
      throw error;
    } finally {
      await visit.end(outcome);
    }
  },
};

const RANDOM_BYTES = 32;

async function visited(
  visit: BrowserVisit,
  { client, endpoint, person, platform, scopes }: Asking,
): Promise<AuthenticationResult> {
  const state = platform.randomHex(RANDOM_BYTES);
  const nonce = platform.randomHex(RANDOM_BYTES);
  const codeVerifier = platform.randomHex(RANDOM_BYTES);
  platform.maskSecret(codeVerifier);
  const { redirectUri } = visit;
  const address = await client.getAuthCodeUrl({
    scopes,
    redirectUri,
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    codeChallengeMethod: 'S256',
    ...(person.asked === 'always' && { prompt: 'select_account' }),
  });
  const answer = await inPersonsTime(platform, (signal) => visit.open(address, signal));
  if (answer.get('state') !== state) throw foreignAnswer('state');
  const code = answer.get('code') ?? '';
  if (code === '') throw refusedInBrowser(answer);
  platform.maskSecret(code);
  const request = { scopes, redirectUri, code, codeVerifier };
  return asked(endpoint, client.acquireTokenByCode(request, { code, nonce })).catch(
    (error: { readonly errorCode?: unknown }) => {
      throw error.errorCode === 'nonce_mismatch' ? foreignAnswer('nonce') : error;
    },
  );
}

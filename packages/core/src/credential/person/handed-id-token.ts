import { parseAudience } from '../../1-inputs/entra/audience.ts';
import {
  type AccessToken,
  checkAccessToken,
  parseAccessToken,
} from '../../2-entra-token/access-token.ts';
import { asStepFailure, StepFailure } from '../../failure/step-failure.ts';
import type { CredentialKind, EntraCredential } from '../entra-credential.ts';
import { nothingOf } from '../entra-credential.ts';

/**
 * An ID token that a program has from a login of its own, such as a web application's. Entra is not asked
 * again, and the token itself says which application it is for.
 */
export function handedIdToken(text: string): CredentialKind {
  return {
    name: 'id-token',
    inputs: [],
    isOffered: () => true,
    read: async (reader, { platform }) => {
      platform.maskSecret(text);
      try {
        const token = parseHandedToken(text);
        const own = { id: token.claims.tenant, isGuid: true };
        checkAccessToken(token, own, platform.clock.now());
        return {
          application: undefined,
          audience: reader.parseFrom('The audience', token.claims.audience, parseAudience),
          credential: tokenCredential(token),
        };
      } catch (error) {
        return nothingOf(reader.failed(asStepFailure(error)));
      }
    },
  };
}

/**
 * An access token has the same form, and STS would take some for a person: it says for whom it was issued
 * (`azp`, `appid`), which an ID token leaves out.
 *
 * @throws StepFailure `EAC_TOKEN_UNREADABLE`, `EAC_TOKEN_AWS_CLAIM`
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
function parseHandedToken(text: string): AccessToken {
  let token: AccessToken;
  try {
    token = parseAccessToken(text);
  } catch (error) {
    const failure = asStepFailure(error);
    throw failure.code === 'EAC_TOKEN_UNREADABLE' ? noIdToken('is not one') : failure;
  }
  if (token.claims.client !== undefined) throw noIdToken('is an access token');
  return token;
}

function noIdToken(what: string): StepFailure {
  return new StepFailure(
    'EAC_TOKEN_UNREADABLE',
    `What was given as the ID token ${what}.`,
    'Give the ID token that Entra answered the sign-in with (idToken of a result of MSAL): a signed JWT of at most 20,000 characters.',
  );
}

function tokenCredential(token: AccessToken): EntraCredential {
  const inWords = 'the ID token of a person';
  return {
    inWords,
    rows: [['Logged in with', inWords]],
    renewal: () => ({ inWords, inputs: {}, jobIdentity: {} }),
    warnings: () => [],
    logIn: async () => token,
  };
}

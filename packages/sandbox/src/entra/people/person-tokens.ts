import { createHash } from 'node:crypto';
import type { HttpResponse } from '../../http/message.ts';
import { rolesOfPerson } from '../assigned-roles.ts';
import type { EntraDirectory } from '../directory.ts';
import { GRAPH_CLIENT_ID } from '../graph-resource.ts';
import { issuerClaims, tokenAnswer } from '../token-answer.ts';
import type { SignedIn } from './personal-grants.ts';

const OPENID_SCOPES = ['openid', 'profile', 'email'];

/**
 * The answer to a person's application: an ID token for the application itself, an access token for
 * Graph, since no other resource can be asked for, and a refresh token.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#successful-response-2
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export async function answerWithPersonTokens(
  directory: EntraDirectory,
  signedIn: SignedIn,
  nonce: string | undefined,
  providedClaims: Readonly<Record<string, unknown>>,
): Promise<HttpResponse> {
  const { tenant, client, person, graphScopes } = signedIn;
  const scope = [...graphScopes, ...OPENID_SCOPES].join(' ');
  const now = Math.floor(directory.now().getTime() / 1000);
  const expiresIn = directory.nextTokenLifetime();
  const common = {
    ...issuerClaims(directory, tenant, 2),
    name: person.displayName,
    oid: person.objectId,
    preferred_username: person.userPrincipalName,
    sub: pairwiseSubject(signedIn),
  };
  const roles = rolesOfPerson(person, client, tenant);
  const idToken = await directory.signingKey.sign({
    ...client.mappedClaims,
    ...person.mappedClaims,
    ...providedClaims,
    ...common,
    aud: client.clientId,
    exp: now + directory.idTokenLifetimeSeconds,
    ...(nonce === undefined ? {} : { nonce }),
    ...(roles.length > 0 ? { roles } : {}),
  });
  const accessToken = await directory.signingKey.sign({
    ...common,
    aud: GRAPH_CLIENT_ID,
    azp: client.clientId,
    exp: now + expiresIn,
    scp: scope,
  });
  const refreshToken = directory.people.issueRefreshToken(signedIn);
  directory.issuedTokens.push(idToken, accessToken, refreshToken);
  return tokenAnswer(accessToken, expiresIn, {
    scope,
    refresh_token: refreshToken,
    id_token: idToken,
    client_info: base64Json({ uid: person.objectId, utid: tenant.id }),
  });
}

/** One person is somebody else to each application. */
function pairwiseSubject({ client, person }: Pick<SignedIn, 'client' | 'person'>): string {
  return createHash('sha256').update(`${client.clientId} ${person.objectId}`).digest('base64url');
}

function base64Json(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

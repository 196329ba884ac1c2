import { createHash, randomBytes } from 'node:crypto';
import type { PersonScenario, Sandbox } from '@entra-aws-creds/sandbox';
import { postForm, send, tokenEndpoint } from '../sandbox/client.ts';

const REDIRECT = 'http://localhost:4711';

/** What Entra answers an application that its person signs in to. */
export interface PersonTokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Signs the person in as a browser and an application do together. */
export async function signedIn(sandbox: Sandbox, scenario: PersonScenario): Promise<PersonTokens> {
  const { tenantId, clientId, person } = scenario;
  const verifier = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const typed = { login: person.userPrincipalName, password: person.password };
  const page = `${sandbox.entraUrl}/${tenantId}/oauth2/v2.0/authorize?${asked}`;
  const { headers } = await postForm(sandbox, page, typed);
  const code = new URL(String(headers['location'])).searchParams.get('code') ?? '';
  const answer = await send(sandbox, tokenEndpoint(sandbox, tenantId), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(
      new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: REDIRECT,
        code,
        code_verifier: verifier,
      }),
    ),
  });
  return JSON.parse(answer.body) as PersonTokens;
}

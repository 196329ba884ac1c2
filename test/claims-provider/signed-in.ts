import { createHash } from 'node:crypto';
import type { EntraPerson, PersonScenario, Sandbox } from '@entra-aws-creds/sandbox';
import { postForm } from '../sandbox/client.ts';

const VERIFIER = 'v'.repeat(43);
const REDIRECT = 'http://localhost:4711';

/** What came of a sign-in in the browser. */
export type SignInAnswer =
  | { readonly idToken: string; readonly refreshToken: string }
  | { readonly error: string; readonly description: string };

/** Somebody signs in to the client of the scenario, and the client redeems the code. */
export async function signIn(
  sandbox: Sandbox,
  { tenantId, clientId, person: usual }: PersonScenario,
  person: EntraPerson = usual,
): Promise<SignInAnswer> {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid profile offline_access',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { headers, body } = await sandbox.handlers.entra({
    method: 'POST',
    path: `/${tenantId}/oauth2/v2.0/authorize`,
    query: String(query),
    headers: { host: new URL(sandbox.entraUrl).host },
    body: String(
      new URLSearchParams({ login: person.userPrincipalName, password: person.password }),
    ),
  });
  if (headers['location'] === undefined) throw new Error(body);
  const answer = new URL(headers['location']).searchParams;
  const code = answer.get('code');
  if (code !== null) return redeem(sandbox, { tenantId, clientId }, { code });
  return {
    error: answer.get('error') ?? '',
    description: answer.get('error_description') ?? '',
  };
}

/** The next token, for which nobody is asked. */
export function refresh(
  sandbox: Sandbox,
  scenario: Pick<PersonScenario, 'tenantId' | 'clientId'>,
  refreshToken: string,
): Promise<SignInAnswer> {
  return redeem(sandbox, scenario, { refresh_token: refreshToken });
}

async function redeem(
  sandbox: Sandbox,
  { tenantId, clientId }: Pick<PersonScenario, 'tenantId' | 'clientId'>,
  proof: { readonly code: string } | { readonly refresh_token: string },
): Promise<SignInAnswer> {
  const { body } = await postForm(sandbox, `${sandbox.entraUrl}/${tenantId}/oauth2/v2.0/token`, {
    client_id: clientId,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    grant_type: 'code' in proof ? 'authorization_code' : 'refresh_token',
    ...proof,
  });
  const answer = JSON.parse(body) as Record<string, string>;
  const { id_token: idToken, refresh_token: refreshToken = '', error = '' } = answer;
  if (idToken !== undefined) return { idToken, refreshToken };
  return { error, description: answer['error_description'] ?? '' };
}

/** @returns the answer of STS, as XML */
export async function exchange(
  sandbox: Sandbox,
  idToken: string,
  roleArn: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return postForm(sandbox, sandbox.stsUrl, {
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'person',
    WebIdentityToken: idToken,
  });
}

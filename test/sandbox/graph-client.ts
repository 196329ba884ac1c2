import {
  type EntraApp,
  type EntraTenant,
  type IssuedCertificate,
  issueCertificate,
  type Sandbox,
} from '@entra-aws-creds/sandbox';
import { importPKCS8, SignJWT } from 'jose';
import { postForm, send, thumbprintHeader, tokenEndpoint } from './client.ts';

/** One certificate for every application of a test file, since making a key is what takes the time. */
export const CERTIFICATE = issueCertificate({ commonName: 'graph-caller' });

const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

interface GraphAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever Graph says is what the tests look at
  readonly body: any;
}

type GraphRequest = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<GraphAnswer>;

/** An application that may call Graph for itself, and its calls. */
export interface GraphApp {
  readonly app: EntraApp;
  readonly token: string;
  readonly request: GraphRequest;
}

/** @param permissions of Graph that the application was granted */
export async function graphApp(
  sandbox: Sandbox,
  tenant: EntraTenant,
  ...permissions: readonly string[]
): Promise<GraphApp> {
  const app = tenant.app({ certificates: [CERTIFICATE.certificatePem] });
  tenant.grantGraph(app, ...permissions);
  const answer = await logIn(sandbox, tenant, { clientId: app.clientId, scope: GRAPH_SCOPE });
  const token = answer.body.access_token as string;
  return { app, token, request: graphRequest(sandbox, token) };
}

export function graphRequest(sandbox: Sandbox, token: string | undefined): GraphRequest {
  return async (method, path, body, headers = {}) => {
    const address = path.startsWith('https://') ? path : `${sandbox.graphUrl}/v1.0/${path}`;
    const answer = await send(sandbox, address, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ...answer, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
}

interface LogIn {
  readonly clientId: string;
  readonly scope: string;
  readonly certificate?: IssuedCertificate;
}

/** The client credentials grant with a certificate, whatever it is answered. */
export async function logIn(
  sandbox: Sandbox,
  tenant: EntraTenant,
  { clientId, scope, certificate = CERTIFICATE }: LogIn,
): Promise<GraphAnswer> {
  const audience = tokenEndpoint(sandbox, tenant.id);
  const assertion = await new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({
      alg: 'PS256',
      'x5t#S256': thumbprintHeader(certificate.thumbprintSha256),
    })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(sandbox.entra.now())
    .setExpirationTime(new Date(sandbox.entra.now().getTime() + 600_000))
    .sign(await importPKCS8(certificate.privateKeyPem, 'PS256'));
  const answer = await postForm(sandbox, audience, {
    grant_type: 'client_credentials',
    client_id: clientId,
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  return { ...answer, body: JSON.parse(answer.body) };
}

/** A certificate as Graph takes it. */
export function keyCredential(
  certificate: IssuedCertificate,
  changed: object = {},
): Record<string, unknown> {
  const key = certificate.certificatePem.replace(/-----[^-]+-----|\s/g, '');
  return { type: 'AsymmetricX509Cert', usage: 'Verify', key, ...changed };
}

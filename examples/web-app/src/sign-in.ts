import { createPrivateKey, timingSafeEqual, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfidentialClientApplication, CryptoProvider } from '@azure/msal-node';
import type { Configuration } from './configuration.ts';
import { Person } from './person.ts';

/** Below the public URL; registered in Entra as a redirect URI of the platform "Web". */
export const REDIRECT_PATH = '/signed-in';

/** Why somebody is not signed in, as they may read it. */
export class SignInRefused extends Error {}

/**
 * One sign-in: authorization code flow with PKCE, state and nonce. What belongs to it never leaves the server,
 * and whoever brings the answer must have the cookie of the browser that began.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export class SignIn {
  /** Where the browser is sent. */
  readonly address: string;
  readonly #client: ConfidentialClientApplication;
  readonly #request: SignInRequest;

  private constructor(
    address: string,
    client: ConfidentialClientApplication,
    request: SignInRequest,
  ) {
    this.address = address;
    this.#client = client;
    this.#request = request;
  }

  static async begin(configuration: Configuration): Promise<SignIn> {
    const client = new ConfidentialClientApplication({ auth: await authOf(configuration) });
    const random = new CryptoProvider();
    const { verifier, challenge } = await random.generatePkceCodes();
    const request: SignInRequest = {
      state: random.createNewGuid(),
      nonce: random.createNewGuid(),
      codeVerifier: verifier,
      redirectUri: new URL(REDIRECT_PATH, configuration.publicUrl).href,
    };
    const { state, nonce, redirectUri } = request;
    const address = await client.getAuthCodeUrl({
      // MSAL adds openid, profile and offline_access, and there is nothing else to ask for.
      scopes: [],
      redirectUri,
      state,
      nonce,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
    });
    return new SignIn(address, client, request);
  }

  /** @throws SignInRefused, or what MSAL throws when Entra does not redeem the code */
  async complete(answer: URLSearchParams): Promise<Person> {
    const state = answer.get('state') ?? '';
    if (!isSame(state, this.#request.state)) {
      throw new SignInRefused('This answer belongs to another sign-in.');
    }
    const code = answer.get('code');
    if (code === null) throw new SignInRefused('Entra did not sign you in.');
    // MSAL compares the nonce with the ID token's.
    const request = { ...this.#request, scopes: [], code };
    const { account } = await this.#client.acquireTokenByCode(request, { code, state });
    if (account === null) throw new SignInRefused('Entra did not say who you are.');
    return new Person(this.#client, account);
  }
}

interface SignInRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

async function authOf({ clientId, tenantId, authorityHost, certificatePath }: Configuration) {
  const pem = await readFile(certificatePath, 'utf8');
  return {
    clientId,
    authority: new URL(tenantId, authorityHost).href,
    knownAuthorities: [authorityHost.host],
    clientCertificate: {
      thumbprintSha256: new X509Certificate(pem).fingerprint256.replaceAll(':', ''),
      privateKey: String(createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' })),
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

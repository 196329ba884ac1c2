import { request } from 'node:https';
import type { EntraDirectory } from '../directory.ts';
import type { SignedIn } from '../people/personal-grants.ts';
import { calloutOf } from './callout.ts';
import { type ClaimsProvider, CustomExtensionError } from './claims-provider.ts';
import { type ProvidedClaims, type ProviderAnswer, readProvidedClaims } from './provided-claims.ts';
import { providerToken } from './provider-token.ts';

const DEFAULT_TIMEOUT_MS = 1000;

/**
 * Asks a claims provider for the claims of somebody who signs in, as Entra does: with a token for the provider,
 * within a time, and once more if nothing came of it. What came of it is in the log of authentication events.
 *
 * @throws CustomExtensionError
 */
export async function callClaimsProvider(
  directory: EntraDirectory,
  provider: ClaimsProvider,
  signedIn: Pick<SignedIn, 'tenant' | 'client' | 'person'>,
  correlationId: string,
): Promise<ProvidedClaims> {
  const most = 1 + (provider.maximumRetries ?? 1);
  const log = (errorCode: number | undefined, httpStatus: number | undefined, attempts: number) =>
    directory.authenticationEvents.push({ correlationId, errorCode, httpStatus, attempts });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const token = await providerToken(directory, provider, signedIn.tenant);
      const body = JSON.stringify(calloutOf(signedIn, correlationId));
      const answer = await send(provider, token, body, directory.trustedAuthority);
      const claims = readProvidedClaims(answer);
      log(undefined, answer.status, attempt);
      return claims;
    } catch (error) {
      if (!(error instanceof CustomExtensionError)) throw error;
      if (error.passing && attempt < most) continue;
      log(error.errorCode, error.httpStatus, attempt);
      throw error;
    }
  }
}

function send(
  { targetUrl, timeoutInMilliseconds = DEFAULT_TIMEOUT_MS }: ClaimsProvider,
  token: string,
  body: string,
  authority: string | undefined,
): Promise<ProviderAnswer> {
  const late = () => new CustomExtensionError(1003005, 'CustomExtensionTimedOut', undefined, true);
  const broken = () =>
    new CustomExtensionError(1003027, 'CustomExtensionConnectionError', undefined, true);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutInMilliseconds);
    const fail = () => reject(signal.aborted ? late() : broken());
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const options = { method: 'POST', headers, signal, ...(authority && { ca: authority }) };
    const outgoing = request(targetUrl, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: incoming.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

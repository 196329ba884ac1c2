import { compactVerify, createLocalJWKSet, importSPKI } from 'jose';
import { AadstsError } from './aadsts-error.ts';
import type { EntraApp, FederatedCredential } from './app.ts';
import { checkTimes, invalidSignature, type PresentedAssertion } from './client-assertion.ts';

const guide =
  'Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation';

/**
 * Checks a token of another issuer against the app's federated credentials: issuer, subject and
 * audience must equal one of them, to the letter.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export async function verifyFederatedAssertion(
  assertion: PresentedAssertion,
  app: EntraApp,
  now: Date,
): Promise<void> {
  const credential = matchingCredential(assertion, app.federatedCredentials);
  await checkSignature(assertion, credential);
  checkTimes(assertion.claims, now);
}

function matchingCredential(
  { claims }: PresentedAssertion,
  credentials: readonly FederatedCredential[],
): FederatedCredential {
  const ofIssuer = credentials.filter(({ issuer }) => issuer === claims.iss);
  if (ofIssuer.length === 0) throw noMatch(700211, 'issuer', claims.iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === claims.sub);
  if (ofSubject.length === 0) {
    const presented = claims.sub?.toLowerCase();
    const onlyCaseDiffers = ofIssuer.some(({ subject }) => subject.toLowerCase() === presented);
    throw noMatch(onlyCaseDiffers ? 7002138 : 700213, 'subject', claims.sub);
  }
  const audiences = [claims.aud ?? []].flat();
  const found = ofSubject.find(({ audience }) =>
    audiences.includes(audience ?? 'api://AzureADTokenExchange'),
  );
  if (!found) throw noMatch(700212, 'audience', audiences.join(', '));
  return found;
}

function noMatch(code: number, part: string, presented: string | undefined): AadstsError {
  const differs =
    code === 7002138
      ? ' The subject matches with case-insensitive comparison, but not with case-sensitive comparison.'
      : '';
  return new AadstsError(
    'invalid_client',
    code,
    `No matching federated identity record found for presented assertion ${part} '${presented ?? ''}'.${differs} ${guide}`,
  );
}

async function checkSignature(
  assertion: PresentedAssertion,
  { keys }: FederatedCredential,
): Promise<void> {
  try {
    if (typeof keys === 'string') {
      await compactVerify(assertion.jwt, await importSPKI(keys, String(assertion.header['alg'])));
    } else {
      const keySet = typeof keys === 'function' ? await keys() : keys;
      await compactVerify(assertion.jwt, createLocalJWKSet(keySet));
    }
  } catch {
    throw invalidSignature('Client assertion failed signature validation.');
  }
}

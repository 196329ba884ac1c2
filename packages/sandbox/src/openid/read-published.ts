import type { EntraDirectory } from '../entra/directory.ts';
import type { HttpHandler, HttpResponse } from '../http/message.ts';
import type { PublishedIssuer } from './published-issuer.ts';

/** All that can be read at public addresses. */
interface Published {
  readonly entra: EntraDirectory;
  /** Answers for Entra, whatever host it is called by. */
  readonly answer: HttpHandler;
  readonly issuers: readonly PublishedIssuer[];
}

/**
 * The document at a public address, as STS gets it: an issuer is known by its real name, which leads to
 * no loopback port. Undefined when nobody answers there.
 */
export async function readPublished(
  { entra, answer, issuers }: Published,
  address: string,
): Promise<HttpResponse | undefined> {
  const { host, pathname: path } = new URL(address);
  if (entra.isIssuerHost(host)) {
    return answer({ method: 'GET', path, query: '', headers: { host }, body: '' });
  }
  return issuers.map((issuer) => issuer.answer(address)).find((response) => response !== undefined);
}

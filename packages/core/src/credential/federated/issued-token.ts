import { tokenExchangeAudience } from '../../1-inputs/entra/authority-host.ts';
import type { ReadApplication } from '../../1-inputs/entra/entra-application.ts';
import type { OidcTokenRequest } from '../../1-inputs/entra/job-identity.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import type { MaskingPlatform } from '../../platform/platform.ts';
import { refuseSendChain } from '../certificate.ts';
import type { EntraCredential } from '../entra-credential.ts';
import { type FederatedSource, federatedCredential } from './federated-credential.ts';
import { type OidcEndpoint, parseOidcEndpoint } from './oidc-endpoint.ts';
import { requestOidcToken } from './oidc-token-request.ts';

/** A token that the CI system issues when it is asked, and what to do when it does not. */
export interface IssuedTokenSource
  extends Pick<FederatedSource, 'inWords' | 'mismatchHint' | 'renewal'> {
  /** When the CI system issues none. */
  readonly refusedHint: string;
}

/** The federated credential whose token `request` gets, issued for the Entra of the application. */
export function readIssuedToken(
  reader: InputReader,
  request: OidcTokenRequest,
  application: ReadApplication,
  source: IssuedTokenSource,
  { maskSecret }: Pick<MaskingPlatform, 'maskSecret'>,
): OrWrong<EntraCredential> {
  if (request.bearer !== '') maskSecret(request.bearer);
  const endpoint = readEndpoint(reader, request, application);
  const noChain = refuseSendChain(reader);
  const parts = allRight({ application: allRight(application), endpoint, noChain });
  if (!isRight(parts)) return parts;
  const { refusedHint, ...others } = source;
  return federatedCredential(parts.application, {
    ...others,
    from: parts.endpoint.url.host,
    spentHint: 'the token of the CI system was already old when it arrived: run the job again.',
    token: (platform) => requestOidcToken(parts.endpoint, refusedHint, platform),
  });
}

function readEndpoint(
  reader: InputReader,
  request: OidcTokenRequest,
  { authorityHost }: Pick<ReadApplication, 'authorityHost'>,
): OrWrong<OidcEndpoint> {
  if (!isRight(authorityHost)) return authorityHost;
  const audience = tokenExchangeAudience(authorityHost);
  return reader.parseFrom('The OIDC token of the job', request.url, () =>
    parseOidcEndpoint(request, audience),
  );
}

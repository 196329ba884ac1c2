import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseSendChain } from '../certificate.ts';
import type { CredentialContext, CredentialRenewal, EntraCredential } from '../entra-credential.ts';
import { type FederatedSource, federatedCredential } from './federated-credential.ts';
import type { OidcToken } from './oidc-token.ts';
import { readStoredToken, type TokenPlace } from './stored-token.ts';

/** Whose token lies where, and what to do when it is not accepted. */
interface StoredTokenSource extends Pick<FederatedSource, 'inWords' | 'from' | 'mismatchHint'> {
  readonly place: TokenPlace;
}

/** The federated credential whose token lies in a file or a variable. It is read here to see that it is there. */
export async function readStoredCredential(
  reader: InputReader,
  application: OrWrong<EntraApplication>,
  { place, ...source }: StoredTokenSource,
  { platform }: CredentialContext,
): Promise<OrWrong<EntraCredential>> {
  const noChain = refuseSendChain(reader);
  const token = await readStoredToken(place, platform).catch(
    (failure: unknown): OrWrong<OidcToken> => {
      if (failure instanceof StepFailure) return reader.failed(failure);
      throw failure;
    },
  );
  const parts = allRight({ application, noChain, token });
  if (!isRight(parts)) return parts;
  return federatedCredential(parts.application, {
    ...source,
    spentHint: 'the token has expired: have a newer one put there.',
    renewal: renewalOf(place, platform),
    token: (online) => readStoredToken(place, online),
  });
}

/** Where the token lies, and never the token: a renewal reads the one of then. */
function renewalOf(
  place: TokenPlace,
  { absolutePath }: Pick<Platform, 'absolutePath'>,
): CredentialRenewal {
  const inWords = 'the place of the OIDC token';
  const inputs = { 'entra-credential': 'oidc-token' };
  if ('file' in place)
    return {
      inWords,
      inputs: { ...inputs, 'oidc-token-file': absolutePath(place.file) },
      jobIdentity: {},
    };
  const { variable } = place;
  return {
    inWords,
    inputs: { ...inputs, 'oidc-token-variable': variable },
    jobIdentity: {},
    readAgain: [variable],
  };
}

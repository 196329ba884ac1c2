import { type AuthorityHost, tokenExchangeAudience } from '../../1-inputs/entra/authority-host.ts';
import type { OidcTokenRequest } from '../../1-inputs/entra/job-identity.ts';
import { type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import { logInAsConfidentialClient } from '../../2-entra-token/confidential-login.ts';
import { readSendChain } from '../certificate.ts';
import type { CredentialRenewal, EntraCredential } from '../entra-credential.ts';
import { federationFailure } from './federation-failure.ts';
import { type OidcEndpoint, parseOidcEndpoint } from './oidc-endpoint.ts';
import { requestOidcToken } from './oidc-token-request.ts';

/** Whose OIDC token it is, and what to do when it is not to be had or not accepted. */
export interface FederatedSource {
  /** As it stands within a sentence. */
  readonly inWords: string;
  /** When the CI system issues none. */
  readonly refusedHint: string;
  /** When the application has no federated credential that is equal to it. */
  readonly mismatchHint: string;
}

/** The federated credential whose token `request` gets, issued for the Entra of `authorityHost`. */
export function readFederatedCredential(
  reader: InputReader,
  request: OidcTokenRequest,
  authorityHost: OrWrong<AuthorityHost>,
  source: FederatedSource & { readonly renewal: CredentialRenewal },
  seeSecret: (text: string) => void,
): OrWrong<EntraCredential> {
  if (request.bearer !== '') seeSecret(request.bearer);
  if (!isRight(authorityHost)) return authorityHost;
  const audience = tokenExchangeAudience(authorityHost);
  const endpoint = reader.parseFrom('The OIDC token of the job', request.url, () =>
    parseOidcEndpoint(request, audience),
  );
  const sendChain = readSendChain(reader);
  if (!isRight(endpoint)) return endpoint;
  if (sendChain !== true) return federatedCredential(endpoint, source);
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    '"send-certificate-chain" is true, but the job logs in with an OIDC token, which has none.',
    'Leave it out.',
  );
}

function federatedCredential(
  endpoint: OidcEndpoint,
  { renewal, ...source }: FederatedSource & { readonly renewal: CredentialRenewal },
): EntraCredential {
  return {
    inWords: `${source.inWords} from ${endpoint.url.host}`,
    rows: [['Logged in with', source.inWords]],
    renewal: () => renewal,
    warnings: () => [],
    logIn: async (login, platform, seeSecret) => {
      const token = await requestOidcToken(endpoint, source.refusedHint, platform, seeSecret);
      return logInAsConfidentialClient(
        { clientAssertion: token.jwt.reveal() },
        {
          ...login,
          proof: {
            description: undefined,
            clockHint:
              'if it is right, the token of the CI system was old when it came: run the job again.',
          },
        },
        platform,
        seeSecret,
      ).catch((failure: unknown) => {
        throw federationFailure(failure, token, source.mismatchHint);
      });
    },
  };
}

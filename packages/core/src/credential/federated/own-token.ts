import { type ReadApplication, readApplication } from '../../1-inputs/entra/entra-application.ts';
import { allRight, type InputReader, type OrWrong } from '../../1-inputs/input-reader.ts';
import type { CredentialContext, EntraCredential, ReadIdentity } from '../entra-credential.ts';
import { type IssuedTokenSource, readIssuedToken } from './issued-token.ts';

/** The application that the inputs name, and the job's own token. */
export function readOwnIdentity(reader: InputReader, context: CredentialContext): ReadIdentity {
  const application = readApplication(reader, context.platform);
  return {
    application: allRight(application),
    credential: readOwnToken(reader, application, context),
  };
}

const SOURCE: Omit<IssuedTokenSource, 'renewal'> = {
  inWords: "the job's OIDC token",
  refusedHint:
    'GitHub issues it only while the job runs, and with the permission id-token: write; if it has that, see https://www.githubstatus.com.',
  mismatchHint:
    'Add it to the app registration that "client-id" names (Certificates & secrets, Federated credentials, Other issuer), character for character; branch, tag, environment and pull request each give a different subject. A new one takes a few minutes.',
};

function readOwnToken(
  reader: InputReader,
  application: ReadApplication,
  { job: { ownToken }, platform }: CredentialContext,
): OrWrong<EntraCredential> {
  if (ownToken === undefined || ownToken === 'not-granted') {
    return reader.wrong(
      'EAC_OIDC_UNAVAILABLE',
      'The job has no permission to request an OIDC token of its own, which "entra-credential" requires.',
      'Give the job "permissions: id-token: write" (and the job that calls it, if the workflow is a reusable one); pull requests from forks never get it.',
    );
  }
  const renewal = {
    inWords: 'the token with which the job requests OIDC tokens from GitHub',
    inputs: { 'entra-credential': 'github-oidc' },
    jobIdentity: { ownToken },
  };
  return readIssuedToken(reader, ownToken, application, { ...SOURCE, renewal }, platform);
}

import { readApplication } from '../../1-inputs/entra/entra-application.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import type { CredentialContext, ReadIdentity } from '../entra-credential.ts';
import { readStoredCredential } from './stored-credential.ts';
import {
  describePlace,
  parseTokenFile,
  parseTokenVariable,
  type TokenPlace,
} from './stored-token.ts';

/** The application, and the token that lies where an input says. */
export async function readTokenIdentity(
  reader: InputReader,
  context: CredentialContext,
): Promise<ReadIdentity> {
  const application = allRight(readApplication(reader, context.platform));
  const place = readPlace(reader);
  if (!isRight(place)) return { application, credential: place };
  const source = {
    inWords: 'the OIDC token',
    from: describePlace(place),
    place,
    mismatchHint:
      'Add it to the app registration that "client-id" names (Certificates & secrets, Federated credentials, Other issuer), character for character, or have the CI system issue the token for the audience that is there. A new one takes a few minutes.',
  };
  return {
    application,
    credential: await readStoredCredential(reader, application, source, context),
  };
}

/** The one input that says where the token is. */
function readPlace(reader: InputReader): OrWrong<TokenPlace> {
  const file = reader.optional('oidc-token-file', parseTokenFile, undefined);
  const variable = reader.optional('oidc-token-variable', parseTokenVariable, undefined);
  if (reader.has('oidc-token-file') && reader.has('oidc-token-variable')) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      '"oidc-token-file" and "oidc-token-variable" are both given.',
      'Give exactly one.',
    );
  }
  return (
    file ??
    variable ??
    reader.wrong(
      'EAC_INPUT_MISSING',
      'Neither "oidc-token-file" nor "oidc-token-variable" is given.',
      'Say where the OIDC token is, since "entra-credential" is oidc-token: the path of a file, or the name of a variable.',
    )
  );
}

import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import type { Audience } from '../../1-inputs/entra/audience.ts';
import { type EntraApplication, readApplication } from '../../1-inputs/entra/entra-application.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import type { AccessToken } from '../../2-entra-token/access-token.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import { plainText } from '../../text/log-line.ts';
import { refuseSendChain } from '../certificate.ts';
import type { CredentialKind, EntraCredential } from '../entra-credential.ts';
import { keep, loginName, recall, tokenOfKept } from './kept-login.ts';
import type { Person } from './person.ts';
import { publicClient } from './public-client.ts';
import { SignInEndpoint } from './sign-in-endpoint.ts';
import { personNeeded } from './sign-in-failure.ts';
import type { WantedToken } from './wanted-token.ts';

/** What a way to ask a person works with. */
export interface Asking {
  readonly client: PublicClientApplication;
  readonly endpoint: SignInEndpoint;
  readonly person: Person;
  readonly platform: OnlinePlatform;
  readonly scopes: string[];
}

/** How a person is asked. @throws StepFailure why there is no login */
export interface PersonalWay {
  readonly name: 'browser' | 'device-code';
  /** As it stands within a sentence. */
  readonly inWords: string;
  /** @returns with the tokens of the person */
  ask(asking: Asking): Promise<AuthenticationResult>;
}

/** A person, who is asked only when nothing that is kept of an earlier login will do. */
export function personalCredential(
  way: PersonalWay,
  person: Person,
  wanted: WantedToken,
): CredentialKind {
  return {
    name: way.name,
    inputs: [],
    isOffered: () => true,
    read: async (reader, { platform }) => {
      const application = allRight(readApplication(reader, platform));
      return { application, credential: readCredential(reader, application, way, person, wanted) };
    },
  };
}

function readCredential(
  reader: InputReader,
  application: OrWrong<EntraApplication>,
  way: PersonalWay,
  person: Person,
  wanted: WantedToken,
): OrWrong<EntraCredential> {
  const sendChain = refuseSendChain(reader);
  const parts = allRight({ application, sendChain });
  if (!isRight(parts)) return parts;
  const { clientId } = parts.application;
  const audience = reader.text('audience').toLowerCase();
  if (!wanted.isForOthers && audience !== '' && audience !== clientId) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"audience" is given, but a person's ID token is always for the application itself.`,
      'Leave it out; AWS must trust the client ID.',
    );
  }
  return {
    inWords: way.inWords,
    rows: [['Logged in with', way.inWords]],
    renewal: () => ({
      inWords: 'the login that is kept',
      inputs: { 'entra-credential': way.name },
      jobIdentity: {},
    }),
    warnings: () => [],
    logIn: (audience, platform) =>
      logIn({ way, person, wanted, login: parts.application, audience }, platform),
  };
}

/** One login of a person, and what it is for. */
interface PersonalLogin {
  readonly way: PersonalWay;
  readonly person: Person;
  readonly wanted: WantedToken;
  readonly login: EntraApplication;
  readonly audience: Audience;
}

async function logIn(
  { way, person, wanted, login, audience }: PersonalLogin,
  platform: OnlinePlatform,
): Promise<AccessToken> {
  const name = loginName(login);
  const scopes = wanted.scopes(audience);
  const connect = async () => {
    const endpoint = new SignInEndpoint(login, platform);
    return { endpoint, client: await publicClient(login, endpoint) };
  };
  const tokenIn = (text: string, { answered }: SignInEndpoint) => {
    platform.maskSecret(text);
    return wanted.parse(text, login, platform.clock.now(), answered);
  };
  if (person.asked !== 'always') {
    const { client, endpoint } = await connect();
    await recall(client, person.logins, name);
    const kept = await tokenOfKept(client, endpoint, wanted, scopes, platform.clock.now());
    if ('token' in kept) {
      const token = tokenIn(kept.token, endpoint);
      await keep(client, person, name);
      return token;
    }
    if (person.asked === 'never') throw personNeeded(kept.needed, login);
  }
  // What is left of an old login, or of its refusal, is not to meet the new one.
  const { client, endpoint } = await connect();
  const result = await way.ask({ client, endpoint, person, platform, scopes });
  await keep(client, person, name);
  const who = plainText(result.account?.username ?? '', 200);
  if (who !== '') person.tell(`Logged in to Entra as ${who}.`);
  return tokenIn(wanted.in(result), endpoint);
}

import {
  type AskingProgram,
  exchangeForProgram,
  guestPlatform,
  type InputName,
  type Platform,
  StepFailure,
} from '@entra-aws-creds/core/programs';
import type { AskingClient, AwsCredentialProvider, AwsCredentials } from './aws-credentials.ts';
import { EntraCredentialsError } from './credentials-error.ts';
import { KeptCredentials } from './kept-credentials.ts';
import { type Inputs, optionNamed } from './option-inputs.ts';

/** Who logs in, at the time of a new session. */
interface Login {
  /** The value of `entra-credential`. */
  readonly name: string;
  /** What is not among core's own ways to log in. */
  readonly own?: AskingProgram['personalCredentials'];
}

/** One login and one session for all who ask, as long as it lasts. */
export function exchangeProvider(
  login: () => Promise<Login>,
  inputs: Inputs,
  platform: Platform = guestPlatform(),
): AwsCredentialProvider {
  const kept = new KeptCredentials(platform);
  return (client) => {
    const exchange = async () => newSession(await login(), inputs, client, platform);
    return client?.forceRefresh === true ? kept.renewed(exchange) : kept.current(exchange);
  };
}

/** @throws EntraCredentialsError */
async function newSession(
  { name, own = [] }: Login,
  given: Inputs,
  client: AskingClient | undefined,
  platform: Platform,
): Promise<AwsCredentials> {
  const region = given.get('aws-region') || ((await client?.callerClientConfig?.region?.()) ?? '');
  const inputs = new Map<InputName, string>([
    ...given,
    ['aws-region', region],
    ['entra-credential', name],
  ]);
  const program: AskingProgram = {
    read: (input) => inputs.get(input) ?? '',
    label: optionNamed,
    jobIdentity: {},
    personalCredentials: own,
    run: { system: 'CredentialProvider', place: [], kind: 'run', id: '', attempt: '', job: '' },
  };
  try {
    const { sessions } = await exchangeForProgram(program, platform);
    return credentialsOf(sessions);
  } catch (error) {
    throw error instanceof StepFailure ? credentialsError(error) : error;
  }
}

type Sessions = Awaited<ReturnType<typeof exchangeForProgram>>['sessions'];

function credentialsOf({ main }: Sessions): AwsCredentials {
  if (main === undefined) throw new Error('an exchange without profiles has a main session');
  const { accessKeyId, secretAccessKey, sessionToken, expires, account } = main.credentials;
  return {
    accessKeyId: accessKeyId.reveal(),
    secretAccessKey: secretAccessKey.reveal(),
    sessionToken: sessionToken.reveal(),
    expiration: expires,
    ...(account === undefined ? {} : { accountId: account }),
  };
}

function credentialsError(failure: StepFailure): EntraCredentialsError {
  const { code, hint, notes, parts, transient } = failure;
  const message = [failure, ...parts].map((one) => one.describe()).join('\n');
  return new EntraCredentialsError(message, {
    code,
    hint,
    notes,
    isTransient: transient !== undefined,
  });
}

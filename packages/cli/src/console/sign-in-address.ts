import {
  callWithRetries,
  isTransientStatus,
  NetworkFailure,
  type OnlinePlatform,
  Secret,
  type SessionCredentials,
  StepFailure,
} from '@entra-aws-creds/core/programs';

export interface ConsoleRequest {
  /** Host alone. */
  readonly endpoint: URL;
  readonly destination: URL;
  /** Undefined: as long as AWS gives it. */
  readonly durationSeconds: number | undefined;
}

/** Who AWS says brought the person there, when the console's session ends. */
const ISSUER = 'entra-aws-creds';

/**
 * The address that signs a browser in to the console as the session. Whoever has it is signed in, so it is as
 * secret as the credentials.
 *
 * @throws StepFailure `EAC_CONSOLE_…`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export async function signInAddress(
  credentials: SessionCredentials,
  request: ConsoleRequest,
  platform: OnlinePlatform,
): Promise<Secret> {
  const token = await callWithRetries(
    'the sign-in to the console',
    () => signInToken(credentials, request, platform),
    platform,
  );
  const address = new URL('/federation', request.endpoint);
  address.search = String(
    new URLSearchParams({
      Action: 'login',
      Issuer: ISSUER,
      Destination: request.destination.href,
      SigninToken: token,
    }),
  );
  return new Secret(address.href);
}

/** In the body of a request, where no proxy and no log of a server writes it down. */
async function signInToken(
  { accessKeyId, secretAccessKey, sessionToken }: SessionCredentials,
  { endpoint, durationSeconds }: ConsoleRequest,
  { network }: OnlinePlatform,
): Promise<string> {
  const form = new URLSearchParams({
    Action: 'getSigninToken',
    ...(durationSeconds !== undefined && { SessionDuration: String(durationSeconds) }),
    Session: JSON.stringify({
      sessionId: accessKeyId.reveal(),
      sessionKey: secretAccessKey.reveal(),
      sessionToken: sessionToken.reveal(),
    }),
  });
  const body = String(form);
  const answer = await network
    .send({
      method: 'POST',
      url: new URL('/federation', endpoint),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    })
    .catch((error: unknown) => {
      throw error instanceof NetworkFailure ? unreachable(error) : error;
    });
  const token = answer.status === 200 ? tokenIn(answer.body) : undefined;
  if (token === undefined) throw refused(endpoint, answer.status);
  return token;
}

function unreachable(error: NetworkFailure): StepFailure {
  return new StepFailure(
    'EAC_CONSOLE_UNREACHABLE',
    `The sign-in of the AWS console could not be asked: ${error.message}.`,
    'Check that this machine may reach it, and --signin-endpoint if it is given.',
    { cause: error, transient: error.transient },
  );
}

function refused(endpoint: URL, status: number): StepFailure {
  return new StepFailure(
    'EAC_CONSOLE_REFUSED',
    `${endpoint.host} gave no address for the console.`,
    'Without --session-duration-seconds it is tried with the time that AWS chooses; a session that role-chain opened lasts an hour at the most, and the console no longer than that.',
    {
      answer: { service: 'AWS sign-in', status },
      transient: isTransientStatus(status) ? {} : undefined,
    },
  );
}

function tokenIn(json: string): string | undefined {
  try {
    const { SigninToken: token } = JSON.parse(json) as { SigninToken?: unknown };
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

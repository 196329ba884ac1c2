import type { Sandbox, StandardScenario } from '@entra-aws-creds/sandbox';
import { keyLines } from '../leaks.ts';

/** How much had happened on a sandbox, to tell what came since. */
interface Mark {
  readonly requests: number;
  readonly tokens: number;
  readonly sessions: number;
}

export function markOf({ requests, entra, aws }: Sandbox): Mark {
  return {
    requests: requests.length,
    tokens: entra.issuedTokens.length,
    sessions: aws.sessions.length,
  };
}

/** Every secret that was given to a step, sent by it, or issued to it since `mark`. */
export function secretsSince(
  mark: Mark,
  sandbox: Sandbox,
  scenario: StandardScenario,
): Record<string, string[]> {
  const assertions = sandbox.requests
    .slice(mark.requests)
    .flatMap(({ body }) => new URLSearchParams(body).getAll('client_assertion'));
  const tokens = sandbox.entra.issuedTokens.slice(mark.tokens);
  const sessions = sandbox.aws.sessions.slice(mark.sessions);
  const signature = (jwt: string) => jwt.split('.')[2] ?? '';
  return {
    'private key': keyLines(scenario.keyPem),
    'client assertion': [...assertions, ...assertions.map(signature)],
    'access token': [...tokens, ...tokens.map(signature)],
    'access key id': sessions.map(({ accessKeyId }) => accessKeyId),
    'secret access key': sessions.map(({ secretAccessKey }) => secretAccessKey),
    'session token': sessions.map(({ sessionToken }) => sessionToken),
  };
}

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '@entra-aws-creds/sandbox';

const TWELVE_HOURS = 43_200;

/**
 * An ECR whose passwords are the ARN of whoever asks for one; and, for whoever merely gets an address, a
 * container's credentials, which are the last session's that was opened.
 */
export async function openNeighbours({ aws }: Pick<Sandbox, 'aws'>) {
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? containerCredentials(aws) : password(aws, request);
    response.writeHead(answer === undefined ? 400 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { __type: 'UnrecognizedClientException' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
function password(aws: Sandbox['aws'], { headers }: IncomingMessage) {
  const keyId = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const caller = aws.findCaller(keyId);
  if (caller?.type !== 'session') return undefined;
  if (caller.session.sessionToken !== headers['x-amz-security-token']) return undefined;
  const authorizationToken = Buffer.from(`AWS:${caller.session.arn}`).toString('base64');
  const expiresAt = Math.floor(Date.now() / 1000) + TWELVE_HOURS;
  const proxyEndpoint = 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  return { authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint }] };
}

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
function containerCredentials({ sessions }: Sandbox['aws']) {
  const session = sessions.at(-1);
  return (
    session && {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      Expiration: session.expiresAt.toISOString(),
    }
  );
}

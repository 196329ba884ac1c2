import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { EnableOutboundWebIdentityFederationCommand } from '@aws-sdk/client-iam';
import type { FederatedCredential, Sandbox } from '@entra-aws-creds/sandbox';
import { iamClient } from '../../sandbox/iam-client.ts';

interface Asked {
  readonly account: string;
  readonly role: string;
  readonly audience: readonly string[];
  readonly algorithm: 'RS256' | 'ES384';
  readonly seconds: number;
}

/** The issuer of an account's tokens for use outside of AWS: who gets one is the engine's business. */
interface OutboundIssuerServer extends AsyncDisposable {
  readonly url: string;
  /** What an application needs to take the role's tokens. */
  federatedCredential(roleArn: string): FederatedCredential;
}

export async function startOutboundIssuer(
  sandbox: Sandbox,
  accountId: string,
): Promise<OutboundIssuerServer> {
  const account = sandbox.aws.account(accountId);
  const administrator = account.user({ name: 'root', isAdministrator: true });
  const enable = new EnableOutboundWebIdentityFederationCommand({});
  await iamClient(sandbox, administrator).send(enable);
  const issuer = account.outboundIssuer;
  if (issuer === undefined) throw new Error('the sandbox has not enabled it');
  const server = createServer(async (request, response) => {
    const asked = JSON.parse(await text(request)) as Asked;
    const now = Math.floor(Date.now() / 1000);
    response.end(
      await issuer.sign(asked.algorithm, {
        iss: issuer.url,
        aud: asked.audience.length === 1 ? asked.audience[0] : asked.audience,
        sub: asked.role,
        iat: now,
        exp: now + asked.seconds,
        jti: randomUUID(),
        'https://sts.amazonaws.com/': { aws_account: asked.account },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    federatedCredential: (roleArn) => issuer.federatedCredential(roleArn),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

// An OpenID provider at the address that Entra would have, with one client. It says on its output what it
// made of each token request, a JSON object a line, the port first. SIGUSR2 sets its clock a day ahead.
import { createServer } from 'node:https';
import Provider, { errors } from 'oidc-provider';

const { tls, client, tokenPath, audience } = JSON.parse(process.env['JUDGE_SETTINGS']);

let ahead = 0;
const now = Date.now;
Date.now = () => now() + ahead;
process.on('SIGUSR2', () => {
  ahead = 24 * 60 * 60 * 1000;
  say({ clock: 'a day ahead' });
});

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const server = createServer(tls);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`https://127.0.0.1:${port}`, {
    routes: { token: tokenPath },
    clients: [
      {
        client_id: client.id,
        jwks: { keys: [client.key] },
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'private_key_jwt',
      },
    ],
    scopes: [`${audience}/.default`],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (_, resource) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return { scope: `${audience}/.default`, accessTokenFormat: 'jwt' };
        },
      },
    },
    // Called once everything else in the assertion has been found good.
    assertJwtClientAuthClaimsAndHeader: (_, claims, header) =>
      say({ verified: { claims, header } }),
  });
  provider.on('grant.success', (ctx) => say({ outcome: 'granted', request: ctx.oidc.params }));
  provider.on('grant.error', (_, { error, error_description, error_detail, cause }) => {
    const because = [error, error_detail ?? error_description, cause?.message].join(': ');
    say({ outcome: 'refused', because });
  });
  provider.on('server_error', (_, error) => say({ outcome: 'failed', because: error.stack }));
  server.on('request', provider.callback());
  say({ port });
});

// The least that the exchange costs: no dependency, no check, no explanation. For the benchmark only.
import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`];
const agent = new Agent({ keepAlive: true });
const entra = new URL(`${input('authority-host')}/${input('tenant-id')}/oauth2/v2.0/token`);
const sts = new URL(input('sts-endpoint'));

// Open by the time that there is a token to exchange.
const early = connect({ host: sts.hostname, port: sts.port || 443, servername: sts.hostname });

const pem = input('certificate');
const thumbprint = createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
const now = Math.floor(Date.now() / 1000);
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const head = encode({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
const claims = encode({
  aud: entra.href,
  iss: input('client-id'),
  sub: input('client-id'),
  jti: randomUUID(),
  nbf: now,
  exp: now + 600,
});
const key = createPrivateKey(pem);
const signature = sign('sha256', Buffer.from(`${head}.${claims}`), {
  key,
  padding: 6,
  saltLength: 32,
}).toString('base64url');

const { access_token: token } = JSON.parse(
  await post(entra, {
    grant_type: 'client_credentials',
    client_id: input('client-id'),
    scope: `${input('audience')}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${head}.${claims}.${signature}`,
  }),
);
// For those that are raced from a token.
if (process.env['BENCH_PRINT_TOKEN']) process.stdout.write(`token ${token}\n`);

const roles = [
  input('role-to-assume'),
  ...(input('profiles') ?? '').split('\n').flatMap((line) => line.split(' = ')[1] ?? []),
];
const answers = await Promise.all(
  roles.map((role, index) =>
    post(
      sts,
      {
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: role,
        RoleSessionName: 'floor',
        WebIdentityToken: token,
      },
      index === 0 ? { createConnection: () => early } : { agent },
    ),
  ),
);
for (const answer of answers) {
  const field = (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)[1];
  for (const [variable, name] of [
    ['AWS_ACCESS_KEY_ID', 'AccessKeyId'],
    ['AWS_SECRET_ACCESS_KEY', 'SecretAccessKey'],
    ['AWS_SESSION_TOKEN', 'SessionToken'],
  ]) {
    process.stdout.write(`::add-mask::${field(name)}\n`);
    appendFileSync(process.env['GITHUB_ENV'], `${variable}=${field(name)}\n`);
  }
}
agent.destroy();
early.destroy();

function post(url, fields, way = { agent }) {
  const body = new URLSearchParams(fields).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ...way, method: 'POST', headers }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

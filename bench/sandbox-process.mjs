// The sandbox in a process of its own, so that its work is not counted as the step's. Speaks with `sandbox.mjs`.
import { standardScenario, startSandbox, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { openLink } from './round-trip.mjs';

const MOST_ROLES = 100;
let roundTripMs = 0;

const sandbox = await startSandbox();
const scenario = await standardScenario(sandbox);
const account = sandbox.aws.account(scenario.accountId);
const trustPolicy = tightTrustPolicy(scenario.provider, {
  aud: scenario.tokenAudience,
  sub: scenario.tokenSubject,
});
const moreRoles = Array.from({ length: MOST_ROLES - 1 }, (_, index) =>
  account.role({ name: `Role${index + 1}`, trustPolicy }),
);

const links = {};
for (const [name, url] of [
  ['entra', sandbox.entraUrl],
  ['sts', sandbox.stsUrl],
  ['iam', sandbox.iamUrl],
]) {
  links[name] = await openLink(Number(new URL(url).port), () => roundTripMs);
}
const linked = (name) => `https://localhost:${links[name].port}`;

// Where GitHub hands a job its OIDC token. STS trusts no issuer but Entra here, so the token is Entra's.
let oidcToken = '';
sandbox.intercept = (service, { path }) =>
  service === 'iam' && path === '/oidc-token'
    ? {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: oidcToken }),
      }
    : undefined;

const answers = {
  setLatency: ({ linkMs, answerMs }) => {
    roundTripMs = linkMs;
    sandbox.latencyMs = answerMs;
  },
  setOidcToken: (token) => {
    oidcToken = token;
  },
  /** The services that were asked, and when, from the request of this number on. */
  requestsFrom: (number) =>
    sandbox.requests
      .slice(number)
      .map(({ service, receivedAt }) => ({ service, at: receivedAt.getTime() })),
  traffic: () => ({
    requests: sandbox.requests.length,
    connections: Object.values({ ...sandbox.connections }).reduce((sum, count) => sum + count, 0),
  }),
};

process.on('message', ({ id, ask, value }) => {
  process.send({ id, answer: answers[ask](value) });
});
process.on('disconnect', async () => {
  for (const link of Object.values(links)) link.close();
  await sandbox.close();
});

process.send({
  ready: {
    caFile: sandbox.caFile,
    directory: sandbox.directory,
    tenantId: scenario.tenantId,
    clientId: scenario.clientId,
    pem: scenario.pem,
    audience: scenario.audience,
    roleArns: [scenario.roleArn, ...moreRoles.map(({ arn }) => arn)],
    direct: { entra: sandbox.entraUrl, sts: sandbox.stsUrl, oidc: `${sandbox.iamUrl}/oidc-token?` },
    linked: { entra: linked('entra'), sts: linked('sts'), oidc: `${linked('iam')}/oidc-token?` },
  },
});

import { Agent } from 'node:https';
import { EnableOutboundWebIdentityFederationCommand } from '@aws-sdk/client-iam';
import { GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { postForm, tokenEndpoint } from '../sandbox/client.ts';
import { iamClient } from '../sandbox/iam-client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox);
const account = sandbox.aws.account('210987654321');
const EXCHANGE = 'api://AzureADTokenExchange';
const PATH = `/v1/bindings/aws/${ACCOUNT}/Deploy`;

/** The token that AWS signs for a role, for Entra to take. */
async function tokenOfRole(name: string): Promise<string> {
  const allowed = { Effect: 'Allow', Action: 'sts:GetWebIdentityToken', Resource: '*' };
  const role = account.role({
    name,
    trustPolicy: { Statement: [] },
    inlinePolicies: { own: JSON.stringify({ Statement: allowed }) },
  });
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.aws.openSession({
    ...{ role, name: 'run-1', durationSeconds: 3600, tags: {}, transitiveTagKeys: [] },
    ...{ policy: undefined, policyArns: [], sourceIdentity: undefined },
  });
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint: sandbox.stsUrl,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    requestHandler: { httpsAgent: new Agent({ ca: sandbox.caPem }) },
  });
  const asked = { Audience: [EXCHANGE], SigningAlgorithm: 'RS256' };
  const { WebIdentityToken = '' } = await sts.send(new GetWebIdentityTokenCommand(asked));
  return WebIdentityToken;
}

async function tokenOfEntra(assertion: string): Promise<string | undefined> {
  const { body } = await postForm(sandbox, tokenEndpoint(sandbox, running.tenant.id), {
    grant_type: 'client_credentials',
    client_id: running.caller.clientId,
    scope: `${running.api.clientId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  return JSON.parse(body).access_token;
}

test('a role of the automation reaches the API without a secret, and no other role does', async () => {
  const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));
  await iam.send(new EnableOutboundWebIdentityFederationCommand());
  const trust = account.outboundIssuer?.federatedCredential(
    'arn:aws:iam::210987654321:role/Automation',
  );
  if (trust !== undefined) running.caller.federatedCredentials.push(trust);
  const token = await tokenOfEntra(await tokenOfRole('Automation'));
  const authorization = `Bearer ${token}`;
  expect(
    await running.send(
      'PUT',
      PATH,
      { roleId: ROLE_ID },
      { authorization, 'content-type': 'application/json' },
    ),
  ).toMatchObject({ status: 201 });
  expect(await tokenOfEntra(await tokenOfRole('Other'))).toBeUndefined();
});

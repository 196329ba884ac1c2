import { Agent } from 'node:https';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { EntraApp } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { postForm, send, tokenEndpoint } from '../sandbox/client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { MEMBER } from './harness/developer.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});
afterEach(() => estate.close());

/** Credentials, as a job of GitHub gets them with nothing but its own token. */
async function pipelineCredentials(clientId: string, roleName: string): Promise<string> {
  const { environment } = sandbox.github.grant({ repository: 'contoso/web', environment: 'prod' });
  const url = `${environment['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=api://AzureADTokenExchange`;
  const authorization = `Bearer ${environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`;
  const { value } = JSON.parse((await send(sandbox, url, { headers: { authorization } })).body);
  const login = await postForm(sandbox, tokenEndpoint(sandbox, estate.tenant.id), {
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: `${clientId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: value,
  });
  const { access_token, error_description } = JSON.parse(login.body);
  if (access_token === undefined) throw new Error(error_description);
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint: sandbox.stsUrl,
    requestHandler: { httpsAgent: new Agent({ ca: sandbox.caPem }) },
  });
  const { AssumedRoleUser } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: `arn:aws:iam::${MEMBER}:role/entra-aws-creds/${roleName}`,
      RoleSessionName: 'first-run',
      WebIdentityToken: access_token,
    }),
  );
  return AssumedRoleUser?.Arn ?? '';
}

const GITHUB = { 'entra-aws-creds:subject': 'github:contoso/web:environment:prod' };

function only(): EntraApp {
  const [application, ...others] = estate.applications;
  if (application === undefined || others.length > 0)
    throw new Error('there is not one application');
  return application;
}

/** How executions ended, and with which error. */
function endings(): readonly (readonly [string, string | undefined])[] {
  return estate.executions.map(({ status, error }) => [status, error]);
}

/** Why events were dropped. */
function dropped(): ReadonlySet<unknown> {
  return new Set(estate.log.flatMap((entry) => ('dropped' in entry ? [entry['dropped']] : [])));
}

describe('from CreateRole to the first credentials, and back', () => {
  test('a developer creates a role, and the pipeline is in; the automation looks at nothing twice', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    expect(endings()).toEqual([['SUCCEEDED', undefined]]);
    expect(dropped()).toContain('it is our own doing');
    expect(estate.executions).toHaveLength(1);
    const session = `arn:aws:sts::${MEMBER}:assumed-role/deploy/first-run`;
    expect(await pipelineCredentials(only().clientId, 'deploy')).toBe(session);
  });

  test('asks Graph six times for a binding with a subject', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    const before = sandbox.requests.length;
    await estate.settle();
    const asked = sandbox.requests.slice(before).filter(({ service }) => service === 'graph');
    expect(asked.map(({ method }) => method)).toHaveLength(6);
  });

  test('the role goes: nobody is let in at once, and the application goes a day later', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    const { clientId } = only();
    await estate.developer.deleteRole('deploy');
    await estate.route();
    const ended = estate.run();
    await expect(pipelineCredentials(clientId, 'deploy')).rejects.toThrow();
    await ended;
    expect(endings()).toEqual([
      ['SUCCEEDED', undefined],
      ['SUCCEEDED', undefined],
    ]);
    expect(estate.executions.at(-1)?.path).toContain('GracePeriod');
    expect(estate.applications).toEqual([]);
    expect(estate.provider()?.clientIds).toEqual([]);
  });

  test('a role that is made again under its name gets an application of its own', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    const { clientId: before } = only();
    await estate.developer.deleteRole('deploy');
    await estate.developer.createRole('deploy');
    await estate.settle();
    const enabled = estate.applications.filter((one) => one.enabled);
    expect(enabled.map(({ clientId }) => clientId)).not.toContain(before);
    expect(enabled).toHaveLength(1);
    expect(enabled[0]?.federatedCredentials).toEqual([]);
    expect(JSON.stringify(await estate.developer.trustOf('deploy'))).toContain(
      enabled[0]?.clientId,
    );
    await expect(pipelineCredentials(before, 'deploy')).rejects.toThrow();
  });

  test('an execution that failed goes on where it did, once it is redriven', async () => {
    const { assignedRoles } = estate.tenant.graph;
    const { clientId } = estate.graphIdentity;
    const granted = assignedRoles[clientId] ?? [];
    assignedRoles[clientId] = [];
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    expect(endings()).toEqual([['FAILED', 'Refused']]);
    assignedRoles[clientId] = granted;
    estate.forgetTokens();
    expect((await estate.redrive()).status).toBe('SUCCEEDED');
    expect(await pipelineCredentials(only().clientId, 'deploy')).toContain('deploy');
  });
});

describe('what is nobody’s business', () => {
  test('a role that trusts the tenant with an audience of its own is left as it is', async () => {
    await estate.developer.createRole('by-hand', {}, 'api://by-hand');
    const before = await estate.developer.trustOf('by-hand');
    await estate.settle();
    expect(estate.executions.map(({ path }) => path)).toEqual([['Observe', 'Decide', 'Done']]);
    expect(await estate.developer.trustOf('by-hand')).toEqual(before);
    expect(estate.applications).toEqual([]);
  });

  test('a deletion that failed deletes nothing', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    await estate.developer.attachPolicy('deploy');
    await expect(estate.developer.deleteRole('deploy')).rejects.toThrow(/detach/i);
    await estate.settle();
    expect(only().enabled).toBe(true);
  });

  test('a subject that the organization does not allow lets nobody in', async () => {
    await estate.developer.createRole('deploy', {
      'entra-aws-creds:subject': 'github:contoso-evil/web:environment:prod',
    });
    await estate.settle();
    expect(endings()).toEqual([['FAILED', 'Conflict']]);
    expect(estate.applications).toEqual([]);
  });

  test('a role outside the path of the automation is left alone', async () => {
    await estate.developer.createRole('elsewhere', {}, 'entra-aws-creds', '/');
    const before = await estate.developer.trustOf('elsewhere');
    await estate.settle();
    expect(estate.applications).toEqual([]);
    expect(await estate.developer.trustOf('elsewhere')).toEqual(before);
  });
});

describe('the night', () => {
  test('makes the providers, and binds what events were lost of', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    estate.events.length = 0;
    expect((await estate.night()).status).toBe('SUCCEEDED');
    expect(estate.member.providers.map(({ arn }) => arn).sort()).toEqual(
      [estate.providerArn('v1'), estate.providerArn('v2')].sort(),
    );
    const session = `arn:aws:sts::${MEMBER}:assumed-role/deploy/first-run`;
    expect(await pipelineCredentials(only().clientId, 'deploy')).toBe(session);
    estate.executions.length = 0;
    await estate.night();
    expect(estate.executions).toEqual([]);
  });

  test('lets go of applications whose roles are gone', async () => {
    await estate.developer.createRole('deploy', GITHUB);
    await estate.settle();
    await estate.developer.deleteRole('deploy');
    estate.events.length = 0;
    await estate.night();
    expect(estate.applications).toEqual([]);
  });
});

test('more removals than are allowed in an hour stop', async () => {
  const names = Array.from({ length: 4 }, (_, index) => `role-${index}`);
  for (const name of names) await estate.developer.createRole(name, GITHUB);
  await estate.settle();
  estate.executions.length = 0;
  estate.set('MOST_REMOVALS_AN_HOUR', '2');
  estate.set('GRACE_HOURS', '0');
  for (const name of names) await estate.developer.deleteRole(name);
  await estate.route();
  await estate.run({ atOnce: true });
  expect(endings().filter(([, error]) => error === 'Braked')).toHaveLength(2);
  expect(estate.applications.filter((one) => one.enabled)).toHaveLength(2);
});

import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type ClaimsProvider,
  type ClaimsService,
  claimsMappingPolicy,
  type DecisionRecord,
  openService,
  readRules,
  readSettings,
} from '@entra-aws-creds/claims-provider';
import {
  type AwsRole,
  configureClaimsProvider,
  type EntraApp,
  type EntraPerson,
  type EntraTenant,
  mapClaims,
  type PersonScenario,
  type Sandbox,
} from '@entra-aws-creds/sandbox';
import { platformIn } from './entra-caller.ts';

/** A claims provider that runs as it runs in Azure, beside the sandbox's Entra, which asks it. */
export interface RunningProvider extends AsyncDisposable {
  readonly service: ClaimsService;
  readonly provider: ClaimsProvider;
  readonly url: string;
  readonly api: EntraApp;
  readonly environment: Readonly<Record<string, string>>;
  /** One for each callout. */
  readonly records: DecisionRecord[];
}

/** The settings of a function app for this tenant, with an identity that may read the directory. */
export function functionApp(
  sandbox: Sandbox,
  tenant: EntraTenant,
  rules: object,
): { readonly api: EntraApp; readonly environment: Record<string, string> } {
  const api = tenant.app({ displayName: 'claims-provider', requestedAccessTokenVersion: 2 });
  api.appIdUris.push(`api://localhost/${api.clientId}`);
  const identity = tenant.app({ displayName: 'function-app' });
  tenant.grantGraph(identity, 'Directory.Read.All');
  sandbox.machine.tenant = tenant;
  sandbox.machine.systemAssigned = identity;
  const rulesFile = join(sandbox.directory, `rules-${api.clientId}.json`);
  writeFileSync(rulesFile, JSON.stringify(rules));
  return {
    api,
    environment: {
      ...sandbox.machine.environment('App Service'),
      AZURE_TENANT_ID: tenant.id,
      API_CLIENT_ID: api.clientId,
      WEBSITE_HOSTNAME: 'localhost',
      AZURE_AUTHORITY_HOST: sandbox.entraUrl,
      GRAPH_ENDPOINT: sandbox.graphUrl,
      RULES_FILE: rulesFile,
    },
  };
}

export async function startProvider(
  sandbox: Sandbox,
  scenario: Pick<PersonScenario, 'tenant' | 'client'>,
  rules: object,
): Promise<RunningProvider> {
  const running = await runProvider(sandbox, scenario.tenant, rules);
  askProvider(scenario, { url: running.url, api: running.api, rules });
  return running;
}

/** One that Entra does not ask yet. */
export async function runProvider(
  sandbox: Sandbox,
  tenant: EntraTenant,
  rules: object,
): Promise<RunningProvider> {
  const { api, environment } = functionApp(sandbox, tenant, rules);
  const service = await openService(readSettings(environment), platformIn(sandbox, environment));
  const records: DecisionRecord[] = [];
  const { server, url } = await serve(sandbox, service.provider, (record) => records.push(record));
  const close = async () => {
    service.close();
    server.closeAllConnections();
    server.close();
  };
  const { provider } = service;
  return { service, provider, url, api, environment, records, [Symbol.asyncDispose]: close };
}

/** Has the sandbox's Entra ask the provider for the claims of who signs in to the client. */
export function askProvider(
  { tenant, client }: Pick<PersonScenario, 'tenant' | 'client'>,
  { url, api, rules }: { readonly url: string; readonly api: EntraApp; readonly rules: object },
): void {
  const resourceId = `api://localhost/${api.clientId}`;
  configureClaimsProvider(tenant, client, { targetUrl: url, resourceId });
  mapClaims(tenant, client, claimsMappingPolicy(readRules(JSON.stringify(rules))));
}

async function serve(
  { serverTls }: Sandbox,
  provider: ClaimsProvider,
  log: (record: DecisionRecord) => void,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer({ ...serverTls }, (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const { method = '', headers } = incoming;
      const body = Buffer.concat(chunks).toString();
      const authorization = headers.authorization ?? '';
      const answer = await provider({ method, authorization, body }, log);
      outgoing.writeHead(answer.status, { ...answer.headers }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `https://localhost:${port}/api/claims` };
}

/** Has roles trust the client as they must where a claims provider says who may have them. */
export function trustClient(
  { tenant, clientId }: Pick<PersonScenario, 'tenant' | 'clientId'>,
  ...roles: readonly AwsRole[]
): void {
  for (const role of roles) {
    const document = JSON.parse(JSON.stringify(role.trustPolicy));
    const statement = {
      ...document.Statement[0],
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: {
        StringEquals: { [`login.microsoftonline.com/${tenant.id}/v2.0:aud`]: clientId },
        Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
      },
    };
    role.trustPolicy = { ...document, Statement: [statement] };
  }
}

/** The value of an app role that stands for a role. */
export function appRoleOf(roleArn: string): string {
  const [, partition, , , account, resource = ''] = roleArn.split(':');
  return `${partition}:${account}:${resource.replace(/^role\//, '')}`;
}

/** An app role of the client, assigned to somebody. @returns takes it away again */
export function assign(
  { tenant, client }: Pick<PersonScenario, 'tenant' | 'client'>,
  { objectId }: Pick<EntraPerson, 'objectId'>,
  value: string,
  principalType: 'User' | 'Group' = 'User',
): () => void {
  const role = client.registration.appRoles.find((one) => one.value === value) ?? {
    id: crypto.randomUUID(),
    value,
    displayName: value,
    description: value,
    isEnabled: true,
    allowedMemberTypes: ['User'],
  };
  client.registration.appRoles = [...new Set([...client.registration.appRoles, role])];
  const assignment = {
    id: crypto.randomUUID(),
    principalId: objectId,
    principalType,
    resourceId: client.servicePrincipalObjectId,
    appRoleId: role.id,
    createdAt: new Date(),
  };
  tenant.appRoleAssignments.push(assignment);
  return () => {
    tenant.appRoleAssignments.splice(tenant.appRoleAssignments.indexOf(assignment), 1);
  };
}

// The sandbox with people who sign in, in a process of its own. Speaks with `callouts.mjs`.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '@entra-aws-creds/sandbox';

const PEOPLE = 2_000;
const ACCOUNT = '123456789012';

const sandbox = await startSandbox();
const tenant = sandbox.entra.tenant();
const client = tenant.app({ isPublicClient: true });
const api = tenant.app({ requestedAccessTokenVersion: 2 });
const identity = tenant.app();
tenant.grantGraph(identity, 'Directory.Read.All');
sandbox.machine.tenant = tenant;
sandbox.machine.systemAssigned = identity;
const role = { id: randomUUID(), value: `aws:${ACCOUNT}:Deploy`, isEnabled: true };
client.registration.appRoles = [role];
const people = Array.from({ length: PEOPLE }, (_, index) => {
  const person = tenant.person({ userPrincipalName: `p${index}@contoso.com` });
  tenant.appRoleAssignments.push({
    id: randomUUID(),
    principalId: person.objectId,
    principalType: 'User',
    resourceId: client.servicePrincipalObjectId,
    appRoleId: role.id,
    createdAt: new Date(),
  });
  return person;
});
const rulesFile = join(sandbox.directory, 'rules.json');
const rules = { accounts: [ACCOUNT], tags: { team: 'department' }, sourceIdentity: ['id'] };
writeFileSync(rulesFile, JSON.stringify(rules));
writeFileSync(join(sandbox.directory, 'cert.pem'), sandbox.serverTls.cert);
writeFileSync(join(sandbox.directory, 'key.pem'), sandbox.serverTls.key);

const now = Math.floor(Date.now() / 1000);
const token = await sandbox.entra.signingKey.sign({
  iss: sandbox.entra.issuer(tenant, 2),
  aud: api.clientId,
  azp: '99045fe1-7639-4a75-9d4a-577b6ca3810f',
  iat: now - 300,
  nbf: now - 300,
  exp: now + 3600,
  tid: tenant.id,
  ver: '2.0',
});
const calloutOf = (person) =>
  JSON.stringify({
    type: 'microsoft.graph.authenticationEvent.tokenIssuanceStart',
    data: {
      '@odata.type': 'microsoft.graph.onTokenIssuanceStartCalloutData',
      tenantId: tenant.id,
      authenticationContext: {
        correlationId: randomUUID(),
        clientServicePrincipal: { id: client.servicePrincipalObjectId, appId: client.clientId },
        user: { id: person.objectId },
      },
    },
  });

process.on('disconnect', () => sandbox.close());
process.send({
  tls: sandbox.directory,
  caFile: sandbox.caFile,
  authorization: `Bearer ${token}`,
  callouts: people.map(calloutOf),
  environment: {
    ...sandbox.machine.environment('App Service'),
    AZURE_TENANT_ID: tenant.id,
    API_CLIENT_ID: api.clientId,
    WEBSITE_HOSTNAME: 'localhost',
    AZURE_AUTHORITY_HOST: sandbox.entraUrl,
    GRAPH_ENDPOINT: sandbox.graphUrl,
    RULES_FILE: rulesFile,
  },
});

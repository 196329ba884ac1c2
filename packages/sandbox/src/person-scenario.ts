import type { AwsRole } from './aws/account.ts';
import type { EntraApp } from './entra/app.ts';
import type { EntraPerson, EntraPersonOptions } from './entra/people/person.ts';
import type { EntraTenant } from './entra/tenant.ts';
import type { Sandbox } from './sandbox.ts';
import { tightTrustPolicy } from './standard-scenario.ts';

export interface PersonScenarioOptions {
  /** The tenant of another scenario; one of its own by default. */
  readonly tenant?: EntraTenant;
  readonly person?: EntraPersonOptions;
  readonly accountId?: string;
  readonly roleName?: string;
}

export interface PersonScenario {
  readonly tenant: EntraTenant;
  readonly client: EntraApp;
  readonly person: EntraPerson;
  readonly role: AwsRole;
  readonly tenantId: string;
  readonly clientId: string;
  readonly roleArn: string;
}

/** An application that people sign in to, one who is assigned to it, and a role that admits its ID tokens. */
export function personScenario(
  sandbox: Sandbox,
  options: PersonScenarioOptions = {},
): PersonScenario {
  const tenant = options.tenant ?? sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  const person = tenant.person(options.person);
  const client = tenant.app({
    displayName: 'aws-for-people',
    isPublicClient: true,
    redirectUris: ['http://localhost'],
  });
  client.assigned = new Set([person.objectId]);
  const account = sandbox.aws.account(options.accountId ?? '123456789012');
  const url = sandbox.entra.issuer(tenant, 2);
  const known = account.providers.find((one) => one.url === url);
  known?.clientIds.push(client.clientId);
  const provider = known ?? account.provider({ url, clientIds: [client.clientId] });
  const role = account.role({
    name: options.roleName ?? 'People',
    trustPolicy: tightTrustPolicy(provider, { aud: client.clientId }),
  });
  return {
    tenant,
    client,
    person,
    role,
    tenantId: tenant.id,
    clientId: client.clientId,
    roleArn: role.arn,
  };
}

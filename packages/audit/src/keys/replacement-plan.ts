import {
  describePlan,
  issuerOf,
  newWish,
  parseApplicationName,
  parsePolicyArn,
  parseTenantGuid,
  planSetup,
} from '@entra-aws-creds/bindings';
import { RoleArn } from '@entra-aws-creds/core/programs';
import { identityProvider } from '@entra-aws-creds/trust-policy';

/** What is to take the place of a stored key. */
interface Replacement {
  readonly tenantId: string;
  readonly application: string;
  /** ARN. */
  readonly role: string;
  /** ARNs of the managed policies that the user has. */
  readonly policies: readonly string[];
}

/** The identity provider that the tenant's tokens need in the account of the role. */
export function providerOfReplacement({ tenantId, role }: Replacement): string {
  return partsOf(tenantId, role).provider.arn;
}

/**
 * What `setup` would show before it does anything, by line: for a new application and a new role.
 *
 * @param audiences that the provider lists; undefined where there is no provider yet
 */
export function replacementPlan(
  { tenantId, application, role, policies }: Replacement,
  audiences: readonly string[] | undefined,
): readonly string[] {
  const { tenant, arn, provider } = partsOf(tenantId, role);
  const wish = newWish({
    tenant,
    role: arn,
    application: parseApplicationName(application),
    policies: policies.map(parsePolicyArn),
  });
  const known = { arn: provider.arn, url: provider.url, tags: {} };
  const changes = planSetup(wish, {
    entra: {
      application: undefined,
      namesakes: [],
      deleted: undefined,
      servicePrincipal: undefined,
      federatedCredentials: undefined,
    },
    aws: {
      providerName: provider,
      provider: audiences && { ...known, audiences },
      role: undefined,
      attachedPolicies: [],
      inlinePolicies: undefined,
      neighbours: undefined,
    },
  });
  return describePlan(changes).map(({ sign, text }) => `${sign} ${text}`);
}

function partsOf(tenantId: string, role: string) {
  const tenant = parseTenantGuid(tenantId);
  const arn = RoleArn.parse(role);
  const home = { partition: arn.partition.id, account: arn.account };
  const provider = identityProvider(issuerOf(tenant, 'v2', 'AzureCloud'), home);
  return { tenant, arn, provider };
}

import type { AwsAccount } from '../../aws/account.ts';
import { OutboundIssuer } from '../../aws/sts/outbound-issuer.ts';
import type { TrustPolicy } from '../../aws/trust-policy.ts';
import type { EntraApp } from '../../entra/app.ts';
import type { EntraTenant } from '../../entra/tenant.ts';
import type { Sandbox } from '../../sandbox.ts';
import type { Deployment } from './automation.ts';

const CENTRAL = '111111111111';
const MEMBER = '222222222222';
const ORGANIZATION = 'o-abcdefghij';
const ALLOWED_SUBJECTS = 'https://token.actions.githubusercontent.com repo:contoso/';

/** An organization of two accounts, and a tenant in which there is nothing but the automation's own application. */
export interface OrganizationEstate {
  readonly tenant: EntraTenant;
  readonly member: AwsAccount;
  readonly deployment: Deployment;
  /** ARN of the provider for the tenant's v2.0 tokens, which is not there yet. */
  readonly providerArn: string;
  /** What was made for roles, and is not deleted. */
  applications(): readonly EntraApp[];
}

export function organizationEstate(sandbox: Sandbox): OrganizationEstate {
  const tenant = sandbox.entra.tenant();
  const automation = tenant.app({ displayName: 'role-automation' });
  tenant.grantGraph(automation, 'Application.ReadWrite.OwnedBy');
  const central = sandbox.aws.account(CENTRAL);
  const member = sandbox.aws.account(MEMBER);
  sandbox.aws.organize({ id: ORGANIZATION, managementAccount: central }).add(member);
  trustTasks(sandbox, central, automation);
  const common = { OrganizationId: ORGANIZATION, TenantId: tenant.id };
  const host = (version: 1 | 2) => new URL(sandbox.entra.issuer(tenant, version)).host;
  return {
    tenant,
    member,
    deployment: {
      central,
      member,
      centralParameters: {
        ...common,
        ClientId: automation.clientId,
        AuthorityHost: sandbox.entraUrl,
        GraphEndpoint: sandbox.graphUrl,
        AllowedSubjects: ALLOWED_SUBJECTS,
        CaFile: sandbox.caFile,
      },
      memberParameters: { ...common, V1Host: host(1), V2Host: host(2) },
    },
    providerArn: member.arn(
      'iam',
      `oidc-provider/${sandbox.entra.issuer(tenant, 2).replace('https://', '')}`,
    ),
    applications: () =>
      tenant.apps.filter(({ registration: { tags } }) => tags.includes('entra-aws-creds')),
  };
}

/** What stands in for a stored secret: the account signs tokens of its roles, and the application trusts one role. */
function trustTasks(sandbox: Sandbox, central: AwsAccount, automation: EntraApp): void {
  const issuer = new OutboundIssuer(
    sandbox.publishIssuer(`https://${CENTRAL}.tokens.sts.global.api.aws`, '/.well-known/jwks.json'),
  );
  issuer.isEnabled = true;
  central.outboundIssuer = issuer;
  const subject = central.arn('iam', 'role/entra-aws-creds-tasks');
  automation.federatedCredentials.push(issuer.federatedCredential(subject));
}

/** A trust policy as a developer writes it: the tenant's provider, and the placeholder for an audience. */
export function placeholderTrust(providerArn: string): TrustPolicy {
  const [, name] = providerArn.split(':oidc-provider/');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${name}:aud`]: 'entra-aws-creds' } },
      },
    ],
  };
}

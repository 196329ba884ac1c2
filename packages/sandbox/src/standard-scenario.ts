import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AwsRole } from './aws/account.ts';
import type { OidcProvider } from './aws/iam/oidc-provider.ts';
import type { TrustPolicy } from './aws/trust-policy.ts';
import { type IssuedCertificate, issueCertificate } from './certificates.ts';
import type { EntraApp } from './entra/app.ts';
import type { EntraTenant } from './entra/tenant.ts';
import type { Sandbox } from './sandbox.ts';

export interface StandardScenarioOptions {
  /** Version of the access token that the resource asks for; 1 by default, as the portal has it. */
  readonly tokenVersion?: 1 | 2;
  readonly accountId?: string;
  readonly roleName?: string;
  readonly rolePath?: string;
  readonly maxSessionDuration?: number;
  readonly mayReadItself?: boolean;
  readonly partition?: string;
  /** Reuses a certificate, since making an RSA key is what takes the time. */
  readonly certificate?: IssuedCertificate;
}

export interface StandardScenario {
  readonly tenant: EntraTenant;
  readonly client: EntraApp;
  readonly resource: EntraApp;
  readonly provider: OidcProvider;
  readonly role: AwsRole;
  readonly certificate: IssuedCertificate;
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly clientId: string;
  /** The App ID URI to ask a token for. */
  readonly audience: string;
  readonly accountId: string;
  readonly roleArn: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Certificate and key in one text, and the same in a file. */
  readonly pem: string;
  readonly certificatePath: string;
  readonly tokenIssuer: string;
  /** What AWS compares with the provider's client IDs and the condition key `aud`. */
  readonly tokenAudience: string;
  readonly tokenSubject: string;
}

/**
 * A tenant, a client with a certificate, a resource for AWS, and a role that admits exactly this
 * client's tokens for this resource.
 */
export async function standardScenario(
  sandbox: Sandbox,
  options: StandardScenarioOptions = {},
): Promise<StandardScenario> {
  const version = options.tokenVersion ?? 1;
  const certificate = options.certificate ?? issueCertificate({ commonName: 'build-pipeline' });
  const { tenant, client, resource, audience } = entraSide(sandbox, version, certificate);
  const tokenIssuer = sandbox.entra.issuer(tenant, version);
  const tokenAudience = version === 2 ? client.clientId : audience;
  const account = sandbox.aws.account(options.accountId ?? '123456789012', options.partition);
  const provider = account.provider({ url: tokenIssuer, clientIds: [tokenAudience] });
  const role = account.role({
    name: options.roleName ?? 'Deploy',
    path: options.rolePath ?? '/',
    maxSessionDuration: options.maxSessionDuration ?? 3600,
    mayReadItself: options.mayReadItself ?? false,
    trustPolicy: tightTrustPolicy(provider, {
      aud: tokenAudience,
      sub: client.servicePrincipalObjectId,
      ...(version === 2 ? { oaud: resource.clientId } : {}),
    }),
  });
  const pem = certificate.certificatePem + certificate.privateKeyPem;
  const certificatePath = join(sandbox.directory, `${client.clientId}.pem`);
  await writeFile(certificatePath, pem, { mode: 0o600 });
  return {
    tenant,
    client,
    resource,
    provider,
    role,
    certificate,
    tenantId: tenant.id,
    tenantDomain: tenant.domains[0] ?? '',
    clientId: client.clientId,
    audience,
    accountId: account.id,
    roleArn: role.arn,
    certificatePem: certificate.certificatePem,
    keyPem: certificate.privateKeyPem,
    pem,
    certificatePath,
    tokenIssuer,
    tokenAudience,
    tokenSubject: client.servicePrincipalObjectId,
  };
}

/** A trust policy that compares every given claim of the provider's tokens for equality. */
export function tightTrustPolicy(
  provider: OidcProvider,
  claims: Readonly<Record<string, string>>,
): TrustPolicy {
  const prefix = provider.url.replace(/^https:\/\//, '');
  const conditions = Object.entries(claims).map(([key, value]) => [`${prefix}:${key}`, value]);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider.arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: Object.fromEntries(conditions) },
      },
    ],
  };
}

function entraSide(sandbox: Sandbox, version: 1 | 2, certificate: IssuedCertificate) {
  const tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  const client = tenant.app({
    displayName: 'build-pipeline',
    certificates: [certificate.certificatePem],
  });
  const resource = tenant.app({ displayName: 'aws', requestedAccessTokenVersion: version });
  const audience = `api://${resource.clientId}`;
  resource.appIdUris.push(audience);
  return { tenant, client, resource, audience };
}

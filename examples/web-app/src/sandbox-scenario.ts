import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AwsAccount,
  type AwsRole,
  type EntraApp,
  type EntraPerson,
  type EntraTenant,
  issueCertificate,
  type OidcProvider,
  type Sandbox,
} from '@entra-aws-creds/sandbox';

export interface WebAppScenario {
  readonly tenant: EntraTenant;
  readonly client: EntraApp;
  readonly account: AwsAccount;
  /** May list both buckets, by the role Accountants. */
  readonly ada: EntraPerson;
  /** May list the reports alone, by the role Readers. */
  readonly grace: EntraPerson;
  readonly accountants: AwsRole;
  readonly readers: AwsRole;
  /** What the application is told. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Two people, whose tokens name a role each, and two buckets that these roles may list. */
export async function webAppScenario(sandbox: Sandbox, publicUrl: string): Promise<WebAppScenario> {
  // MSAL sends the same assertion until it ends, which Entra admits.
  sandbox.entra.rejectReplayedAssertions = false;
  const tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  const certificate = issueCertificate({ commonName: 'reports' });
  const client = tenant.app({
    displayName: 'Reports',
    certificates: [certificate.certificatePem],
    redirectUris: [new URL('/signed-in', publicUrl).href],
  });
  const account = sandbox.aws.account('123456789012');
  const provider = account.provider({
    url: sandbox.entra.issuer(tenant, 2),
    clientIds: [client.clientId],
  });
  const role = (name: string, ...buckets: readonly string[]) =>
    account.role({
      name,
      trustPolicy: trustOf(provider, client),
      inlinePolicies: { buckets: listing(buckets) },
    });
  const accountants = role('Accountants', 'reports', 'payroll');
  const readers = role('Readers', 'reports');
  const person = (login: string, displayName: string, { arn }: AwsRole) =>
    tenant.person({
      userPrincipalName: `${login}@contoso.onmicrosoft.com`,
      displayName,
      mappedClaims: { 'https://aws.amazon.com/roles': [arn] },
    });
  const ada = person('ada', 'Ada Lovelace', accountants);
  const grace = person('grace', 'Grace Hopper', readers);
  client.assigned = new Set([ada.objectId, grace.objectId]);
  const reports = { '2026/q1.csv': '', '2026/q2.csv': '' };
  sandbox.s3.bucket({ name: 'reports', account, objects: reports });
  sandbox.s3.bucket({ name: 'payroll', account, objects: { '2026-05.csv': '' } });
  const certificatePath = join(sandbox.directory, `${client.clientId}.pem`);
  const pem = certificate.certificatePem + certificate.privateKeyPem;
  await writeFile(certificatePath, pem, { mode: 0o600 });
  const environment = {
    PUBLIC_URL: publicUrl,
    PORT: new URL(publicUrl).port,
    ENTRA_TENANT_ID: tenant.id,
    ENTRA_CLIENT_ID: client.clientId,
    ENTRA_CERTIFICATE_PATH: certificatePath,
    AZURE_AUTHORITY_HOST: sandbox.entraUrl,
    AWS_REGION: 'eu-west-1',
    AWS_BUCKETS: 'reports payroll',
    AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
    AWS_ENDPOINT_URL_S3: sandbox.s3Url,
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
  };
  return { tenant, client, account, ada, grace, accountants, readers, environment };
}

/** Whoever is assigned to the application, with the roles that their token names and no other. */
function trustOf(provider: OidcProvider, { clientId }: EntraApp) {
  const issuer = provider.url.replace(/^https:\/\//, '');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow' as const,
        Principal: { Federated: provider.arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuer}:aud`]: clientId },
          Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
        },
      },
    ],
  };
}

function listing(buckets: readonly string[]): string {
  const Resource = buckets.map((name) => `arn:aws:s3:::${name}`);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource }],
  });
}

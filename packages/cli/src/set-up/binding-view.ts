import { type BindingReport, isValid, type Verification } from '@entra-aws-creds/bindings';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What both sides hold of one binding, for programs. */
interface BindingFacts {
  readonly tenantId: string;
  readonly application: string | null;
  readonly clientId: string | null;
  readonly subject: string | null;
  readonly tokenVersion: string | null;
  readonly certificates: readonly CertificateFacts[];
  readonly federated: readonly { readonly issuer: string; readonly subject: string }[];
  readonly provider: string | null;
  readonly audiences: readonly string[];
  readonly roleArn: string;
  readonly policies: readonly string[];
  readonly maxSessionDuration: number | null;
  readonly permissionsBoundary: string | null;
  readonly lastUsed: string | null;
}

interface CertificateFacts {
  readonly name: string;
  readonly thumbprint: string | null;
  readonly ends: string;
  readonly valid: boolean;
}

export function bindingFacts(
  { tenant, role: { text } }: Verification,
  { observed: { entra, aws } }: BindingReport,
  now: Date,
): BindingFacts {
  const { application, servicePrincipal } = entra ?? {};
  const { provider, role } = aws ?? {};
  return {
    tenantId: tenant,
    application: application?.displayName ?? null,
    clientId: application?.clientId ?? null,
    subject: servicePrincipal?.id ?? null,
    tokenVersion: application ? `${application.tokenVersion.replace('v', '')}.0` : null,
    certificates: (application?.certificates ?? []).map((one) => ({
      name: one.displayName,
      thumbprint: one.thumbprint ?? null,
      ends: one.ends,
      valid: isValid(one, now),
    })),
    federated: (entra?.federatedCredentials ?? []).map(({ issuer, subject }) => ({
      issuer,
      subject,
    })),
    provider: provider?.arn ?? null,
    audiences: provider?.audiences ?? [],
    roleArn: role?.arn.text ?? text,
    policies: aws?.attachedPolicies ?? [],
    maxSessionDuration: role?.maxSessionDuration ?? null,
    permissionsBoundary: role?.permissionsBoundary ?? null,
    lastUsed: role?.lastUsed ?? null,
  };
}

/** The same for people. */
export function printBinding(facts: BindingFacts, terminal: Terminal): void {
  const rows = rowsOf(facts);
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) {
    terminal.print(`${label.padEnd(width)}  ${plainLine(value)}\n`);
  }
}

function rowsOf(facts: BindingFacts): readonly (readonly [string, string])[] {
  const none = 'none';
  const { clientId, provider } = facts;
  return [
    ['Tenant', facts.tenantId],
    ['Application', facts.application ?? none],
    ['Client ID', clientId ?? none],
    ['Subject', facts.subject ?? none],
    ['Tokens', facts.tokenVersion === null ? none : `v${facts.tokenVersion}`],
    ...facts.certificates.map(
      ({ name, thumbprint, ends, valid }) =>
        [
          'Certificate',
          `${name} (SHA-1 ${thumbprint ?? 'not told'}), ${valid ? 'valid' : 'not valid now,'} until ${ends.slice(0, 10)}`,
        ] as const,
    ),
    ...facts.federated.map(
      ({ issuer, subject }) => ['Federated', `${subject}, by ${issuer}`] as const,
    ),
    ['Provider', provider ?? none],
    ['Audience', audienceOf(facts)],
    ['Role', facts.roleArn],
    ...facts.policies.map((policy) => ['Policy', policy] as const),
    ...(facts.maxSessionDuration === null
      ? []
      : [['Sessions', `up to ${facts.maxSessionDuration} s`] as const]),
    ...(facts.permissionsBoundary === null
      ? []
      : [['Boundary', facts.permissionsBoundary] as const]),
    ['Last used', facts.lastUsed ?? 'not that IAM knows of'],
  ];
}

function audienceOf({ audiences, clientId }: BindingFacts): string {
  if (clientId !== null && audiences.includes(clientId)) return clientId;
  return `not the client ID; the provider lists ${audiences.length}`;
}

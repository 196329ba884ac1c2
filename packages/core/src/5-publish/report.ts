import type { ReportRow } from './host.ts';
import type { Result } from './publish.ts';

/** The short table that shows what the job now is on AWS, and by what right. */
export function reportRows({ inputs, identity, credentials }: Result): readonly ReportRow[] {
  const { certificate } = inputs;
  return [
    ['Role', inputs.role.text],
    ['Account', credentials.account],
    ['Region', inputs.region.name],
    ['Session name', inputs.sessionName],
    ['Expires', credentials.expires.toISOString()],
    ['Token issuer', identity.issuer],
    ['Token audience', identity.audience],
    ['Token subject', identity.subject],
    ['Certificate thumbprint (SHA-1)', certificate.thumbprintSha1],
    ['Certificate expires', certificate.validTo.toISOString().slice(0, 10)],
  ];
}

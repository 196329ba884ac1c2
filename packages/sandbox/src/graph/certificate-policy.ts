import type { X509Certificate } from 'node:crypto';
import type { EntraTenant } from '../entra/tenant.ts';
import { GraphError } from './graph-error.ts';
import { endOf, startOf } from './key-credentials.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Any, as long as it stays the same. */
const POLICY_ID = 'f1a8b6c2-5b1a-4a7e-9d58-3c7a0a4f2e11';

/**
 * Checks a new certificate against the tenant's application management policy.
 *
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/resources/keycredentialconfiguration
 */
export function checkCertificatePolicy(certificate: X509Certificate, { rules }: EntraTenant): void {
  if (!rules.certificatesAllowed) {
    const message = `Credential type not allowed as per assigned policy '${POLICY_ID}'.`;
    throw new GraphError(400, 'CredentialTypeNotAllowedAsPerAppPolicy', message);
  }
  const days = (endOf(certificate).getTime() - startOf(certificate).getTime()) / DAY_MS;
  if (rules.certificateLifetimeDays === undefined || days <= rules.certificateLifetimeDays) return;
  throw tooLong();
}

/** @see https://github.com/OfficeDev/microsoft-365-agents-toolkit/issues/10998 */
function tooLong(): GraphError {
  const message = `Credential lifetime exceeds the max value allowed as per assigned policy '${POLICY_ID}'.`;
  return new GraphError(400, 'CredentialInvalidLifetimeAsPerAppPolicy', message, [
    { code: 'InvalidKeyEndDate', message, target: 'EndDate' },
  ]);
}

import { createHash } from 'node:crypto';
import {
  type ApplicationCertificate,
  issuerOf,
  type RoleIdentity,
  type TokenVersion,
} from '@entra-aws-creds/bindings';
import type { Tenancy } from './act.ts';

/** An application of a role as the API tells of it: what AWS must be told to trust. */
export interface BindingAnswer {
  /** ARN. */
  readonly role: string;
  readonly roleId: string;
  readonly applicationId: string;
  readonly tokenVersion: TokenVersion;
  readonly issuer: string;
  /** The application's own; where all roles share one, the automation knows it. */
  readonly audience: string;
  /** `oaud` of v2.0 tokens, null for v1.0. */
  readonly resource: string | null;
  /** Since when nobody logs in as it; ISO 8601, null: somebody may. */
  readonly retired: string | null;
}

export function bindingAnswer(
  { role, roleId, clientId, tokenVersion, retired }: RoleIdentity,
  { tenant, cloud }: Pick<Tenancy, 'tenant' | 'cloud'>,
): BindingAnswer {
  return {
    role: role.text,
    roleId,
    applicationId: clientId,
    tokenVersion,
    issuer: issuerOf(tenant, tokenVersion, cloud),
    audience: clientId,
    resource: tokenVersion === 'v2' ? clientId : null,
    retired: retired?.toISOString() ?? null,
  };
}

/** What an application may log in with. */
export interface CertificateAnswer {
  /** In hexadecimal; null where Graph did not give the certificate. */
  readonly sha256: string | null;
  /** ISO 8601. */
  readonly starts: string;
  /** ISO 8601. */
  readonly ends: string;
}

export function certificateAnswer(certificate: ApplicationCertificate): CertificateAnswer {
  const { key, starts, ends } = certificate;
  const der = key === undefined ? undefined : Buffer.from(key, 'base64');
  return {
    sha256: der === undefined ? null : createHash('sha256').update(der).digest('hex'),
    starts,
    ends,
  };
}

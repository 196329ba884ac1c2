import { createHash } from 'node:crypto';
import {
  type ApplicationCertificate,
  applicationNameOf,
  issuerOf,
  newWish,
  type Observed,
  pinsOf,
  roleIdsOf,
  type TokenVersion,
} from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Surroundings } from './act.ts';

/** A binding as the API tells of it: what AWS must be told to trust, and what the application logs in with. */
export interface BindingAnswer {
  readonly role: string;
  readonly state: 'ready' | 'disabled' | 'pending';
  /** Null: the application notes none. */
  readonly roleId: string | null;
  readonly applicationId: string;
  readonly servicePrincipalId: string | null;
  readonly issuer: string;
  readonly audience: string;
  /** `oaud` of v2.0 tokens, null for v1.0. */
  readonly resource: string | null;
  readonly tokenVersion: TokenVersion;
  readonly certificates: readonly CertificateAnswer[];
}

interface CertificateAnswer {
  /** In hexadecimal; null where Graph did not give the certificate. */
  readonly sha256: string | null;
  readonly starts: string;
  readonly ends: string;
}

/** Undefined: there is no application. */
export function bindingAnswer(
  role: RoleArn,
  observed: Observed,
  { tenant, cloud }: Pick<Surroundings, 'tenant' | 'cloud'>,
): BindingAnswer | undefined {
  const { application, servicePrincipal } = observed.entra ?? {};
  if (application === undefined) return undefined;
  const { clientId, tokenVersion, identifierUris } = application;
  const identifierUri = identifierUris.includes(`api://${clientId}`);
  const wish = { tenant, cloud, role, identifierUri, application: applicationNameOf(role) };
  const { aud, oaud } = pinsOf(newWish(wish), observed);
  return {
    role: role.text,
    state: stateOf(servicePrincipal),
    roleId: roleIdsOf(application)[0] ?? null,
    applicationId: clientId,
    servicePrincipalId: servicePrincipal?.id ?? null,
    issuer: issuerOf(tenant, tokenVersion, cloud),
    audience: String(aud),
    resource: oaud === undefined ? null : String(oaud),
    tokenVersion,
    certificates: application.certificates.map(certificateAnswer),
  };
}

function stateOf(
  servicePrincipal: { readonly enabled: boolean } | undefined,
): BindingAnswer['state'] {
  if (servicePrincipal === undefined) return 'pending';
  return servicePrincipal.enabled ? 'ready' : 'disabled';
}

function certificateAnswer({ key, starts, ends }: ApplicationCertificate): CertificateAnswer {
  const der = key === undefined ? undefined : Buffer.from(key, 'base64');
  return {
    sha256: der === undefined ? null : createHash('sha256').update(der).digest('hex'),
    starts,
    ends,
  };
}

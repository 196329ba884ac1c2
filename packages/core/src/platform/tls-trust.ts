import * as tls from 'node:tls';
import type { TrustedFile } from './network-route.ts';

/** Whom a TLS connection trusts. */
export interface TlsTrust {
  readonly rejectUnauthorized: true;
  readonly secureContext?: tls.SecureContext;
}

/** The authorities of `files` besides those that Node trusts; the same for every connection. */
export function tlsTrust(files: readonly TrustedFile[]): TlsTrust {
  // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 of an earlier step would turn the check off.
  const rejectUnauthorized = true;
  if (files.length === 0) return { rejectUnauthorized };
  const added = files.flatMap(({ certificates }) => certificates);
  // One context for all: reading some 150 certificates again for each connection would show.
  const secureContext = tls.createSecureContext({ ca: [...rootsOfNode(), ...added] });
  return { rejectUnauthorized, secureContext };
}

/** Since Node 22.15 with the system's and the extra ones, where Node was told to use them. */
type GetCaCertificates = (type: 'default') => readonly string[];

function rootsOfNode(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: GetCaCertificates };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}

import { BOTH, type NamedFault } from './named-fault.ts';

/** Certificates that must not be trusted, and ports without TLS. */
export const TLS_FAULTS: readonly NamedFault[] = [
  {
    name: 'tls-expired',
    does: 'shows a certificate that has expired',
    services: BOTH,
    shows: 'expired',
  },
  {
    name: 'tls-not-yet-valid',
    does: 'shows a certificate that is not valid yet',
    services: BOTH,
    shows: 'not-yet-valid',
  },
  {
    name: 'tls-other-host',
    does: 'shows a certificate of another host',
    services: BOTH,
    shows: 'other-host',
  },
  {
    name: 'tls-self-signed',
    does: 'shows a self-signed certificate',
    services: BOTH,
    shows: 'self-signed',
  },
  {
    name: 'tls-intercepted',
    does: 'is behind a proxy that intercepts TLS with a certificate of its own',
    services: BOTH,
    shows: 'intercepting-proxy',
  },
  { name: 'tls-none', does: 'speaks HTTP without TLS', services: BOTH, shows: 'no TLS' },
  {
    name: 'tls-hang',
    does: 'accepts the connection and never answers the TLS handshake',
    services: BOTH,
    shows: 'silence',
  },
];

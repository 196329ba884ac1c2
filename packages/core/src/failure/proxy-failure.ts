import type { NetworkFailureKind } from '../platform/network.ts';
import type { FailureCode } from './failure-code.ts';

type ProxyFailureKind = Extract<NetworkFailureKind, `proxy${string}`>;

/** The same for every service: none of them was reached. */
export const PROXY_CODES: Readonly<Record<ProxyFailureKind, FailureCode>> = {
  proxy: 'EAC_PROXY',
  'proxy-credentials': 'EAC_PROXY_CREDENTIALS',
  'proxy-refusal': 'EAC_PROXY_REFUSED',
};

export const PROXY_HINTS: Readonly<Record<ProxyFailureKind, string>> = {
  proxy:
    'Check host, port and scheme of "http-proxy" (or HTTPS_PROXY, or the proxy of the agent); hosts that need none go into "no-proxy".',
  'proxy-credentials':
    'Give both in "http-proxy" (or HTTPS_PROXY, or the proxy of the agent) from a secret, as http://user:password@host:port, with special characters percent-encoded (@ is %40).',
  'proxy-refusal':
    'Have the proxy allow this host and port, or name the host in "no-proxy" if the machine reaches it without "http-proxy".',
};

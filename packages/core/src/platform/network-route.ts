import type { Secret } from '../text/secret.ts';

/** A forward proxy that opens tunnels (`CONNECT`). */
export interface ForwardProxy {
  /** `http:` or `https:`, and nothing but an origin: no user name, no password. */
  readonly url: URL;
  /** `user:password`, as Basic authentication sends it. */
  readonly credentials: Secret | undefined;
  /** Who named the proxy, as a sentence begins with it. */
  readonly setBy: string;
}

/** Certificate authorities to trust besides those that Node trusts by itself. */
export interface TrustedFile {
  readonly setBy: string;
  /** One PEM text each. */
  readonly certificates: readonly string[];
}

/** The way to every host that a step talks to. */
export interface NetworkRoute {
  readonly proxy: ForwardProxy | undefined;
  /** Whether `url` is reached straight although there is a proxy. */
  bypasses(url: URL): boolean;
  readonly trustedFiles: readonly TrustedFile[];
}

export const STRAIGHT: NetworkRoute = {
  proxy: undefined,
  bypasses: () => false,
  trustedFiles: [],
};

/** Whether every host is reached without a proxy, and trusted as Node trusts by itself. */
export function isStraight({ proxy, trustedFiles }: NetworkRoute): boolean {
  return proxy === undefined && trustedFiles.length === 0;
}

/** The proxy on the way to `url`, if there is one. */
export function proxyFor(route: NetworkRoute, url: URL): ForwardProxy | undefined {
  return route.bypasses(url) ? undefined : route.proxy;
}

/** Host and port, with the port that the scheme implies. */
export function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

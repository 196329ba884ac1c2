/**
 * Scripts do not see it, it travels over TLS (or to this machine) alone, no other host can set it (`__Host-`),
 * and of the requests that come from other sites only those bring it that open a page.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie
 */
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax';

export type CookieName = '__Host-session' | '__Host-sign-in';

export function setCookie(name: CookieName, value: string): string {
  return `${name}=${value}; ${ATTRIBUTES}`;
}

export function clearCookie(name: CookieName): string {
  return `${name}=; Max-Age=0; ${ATTRIBUTES}`;
}

/** Empty when the browser did not bring it. */
export function readCookie(header: string | undefined, name: CookieName): string {
  const pairs = (header ?? '').split('; ').map((pair) => pair.split('='));
  return pairs.find(([key]) => key === name)?.[1] ?? '';
}

import type { ForwardProxy } from '../../platform/network-route.ts';
import { Secret } from '../../text/secret.ts';
import { InputProblem } from '../input-problem.ts';

/**
 * `http://host:port` or `https://host:port`, with or without `user:password@`. Without a scheme it is http,
 * as everywhere else.
 *
 * @throws InputProblem never repeating any of it, since a password may be in it
 */
export function parseProxyUrl(text: string): Omit<ForwardProxy, 'setBy'> {
  const url = urlOf(text);
  const known = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !known || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new InputProblem(
      'is not the URL of an http or https proxy',
      'Give for example http://proxy.example:8080, without a path; SOCKS proxies and PAC files will not do. Special characters in a password must be percent-encoded (@ is %40, # is %23).',
    );
  }
  const user = decode(url.username);
  const password = decode(url.password);
  return {
    url: new URL(url.origin),
    credentials: user === '' && password === '' ? undefined : new Secret(`${user}:${password}`),
  };
}

/**
 * What must not be printed of a proxy's URL, right or wrong: nothing unless it has a user name or password;
 * then the whole, the password, and what is sent to the proxy.
 */
export function secretsOfProxyUrl(text: string): readonly string[] {
  const end = text.lastIndexOf('@');
  if (end < 0) return [];
  const credentials = text.slice(0, end).replace(/^[^@]*?:\/\//, '');
  // A user name alone is a token; with a password it may be a word that the log is full of.
  const password = credentials.slice(credentials.indexOf(':') + 1);
  const written = [text, credentials, password];
  const url = urlOf(text);
  const normal = url === undefined ? [] : [url.href, url.password];
  return [...written, ...normal, ...written.map(decodeIfPossible)].filter((part) => part !== '');
}

function urlOf(text: string): URL | undefined {
  const withScheme = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(withScheme) ? new URL(withScheme) : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InputProblem(
      'has a user name or password with a % that does not begin a percent-encoding',
      'Write % itself as %25.',
    );
  }
}

function decodeIfPossible(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

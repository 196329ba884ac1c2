import type { Region } from './region.ts';
import { Unacceptable } from './unacceptable.ts';

/** Where STS is asked, and who said so. */
export interface StsEndpoint {
  readonly url: URL;
  /** The variable that overrode the region's own endpoint; it may have been left by an earlier step. */
  readonly setBy?: string;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws Unacceptable unless `text` is an https URL, or an http one on this machine */
export function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const trusted =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url !== undefined && trusted && url.username === '' && url.password === '') return url;
  throw new Unacceptable(
    // A URL may carry a password in front of its host, so a wrong one is not repeated.
    'is not an https URL',
    'Give for example https://sts.eu-west-1.amazonaws.com; the token is never sent over plain http.',
  );
}

/**
 * The regional endpoint: `sts.{region}.{the partition's DNS suffix}`.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sts.html
 */
export function regionalEndpoint({ name, partition }: Region): URL {
  return new URL(`https://sts.${name}.${partition.dnsSuffix}`);
}

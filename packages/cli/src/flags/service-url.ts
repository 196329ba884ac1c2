import { WrongUsage } from '../wrong-usage.ts';

/**
 * The address of a service that a flag names; undefined where none is given.
 *
 * @param flag without the dashes
 * @throws WrongUsage unless it is an https URL without a user and a query
 */
export function serviceUrl(flag: string, text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.search === '') return url;
  throw new WrongUsage(
    `--${flag} takes an https:// address.`,
    'Nothing that proves who asks is sent over plain http.',
  );
}

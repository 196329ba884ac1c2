import { WrongUsage } from '../wrong-usage.ts';

/** `s3`, `cloudformation`: the first part of the address of a service's console. */
const SERVICE = /^[a-z][a-z0-9-]{0,40}$/;

/**
 * The page of the console to open.
 *
 * @param text a service, or the address of a page; empty: the console's home
 * @param host of the console; undefined where it is not known
 * @throws WrongUsage when it is neither, or an address outside of the console
 */
export function destinationOf(text: string, host: string | undefined, region: string): URL {
  const isService = text === '' || SERVICE.test(text);
  if (isService && host !== undefined) {
    const page = new URL(`https://${host}/${text === '' ? 'console' : text}/home`);
    page.searchParams.set('region', region);
    return page;
  }
  if (isService) {
    throw new WrongUsage('The console of this partition is not known: give --destination URL.');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const within = host === undefined || url?.host === host || url?.host.endsWith(`.${host}`);
  if (url?.protocol === 'https:' && url.username === '' && url.password === '' && within)
    return url;
  throw new WrongUsage(
    `--destination takes a service such as s3, or an https address of ${host ?? 'the console'}.`,
  );
}

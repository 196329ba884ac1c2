import { RELEASE } from '../release.ts';

/**
 * Where the documentation of this very version explains `code`. GitHub makes the anchor of a heading from
 * its text in lower case; underscores stay.
 */
export function addressOf(code: `EAC_${string}`): string {
  const { repository, version } = RELEASE;
  return `${repository}/blob/v${version}/docs/troubleshooting.md#${code.toLowerCase()}`;
}

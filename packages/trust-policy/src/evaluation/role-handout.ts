import type { ActionElement } from '../document/policy-document.ts';

/** Actions that add to a session which another action has to grant. */
const ADDITIONS: ReadonlySet<string> = new Set([
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/**
 * Whether an `Allow` of these actions gives the role to its principals, by any of the calls that assume
 * one: with a token, with a SAML assertion, or signed.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function handsOutRole({ negated, patterns }: ActionElement): boolean {
  if (patterns.length === 0) return false;
  return negated || patterns.some((pattern) => !ADDITIONS.has(pattern.toLowerCase()));
}

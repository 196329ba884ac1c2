import type { FoundPolicies } from '../role-policy.ts';

/** A file, or the part of it from a line on, that is nothing that policies are read from. */
export function unreadable(file: string, why: string, line?: number): FoundPolicies {
  const place = { artifact: file, line };
  return { roles: [], unjudged: [{ role: undefined, account: undefined, place, why }] };
}

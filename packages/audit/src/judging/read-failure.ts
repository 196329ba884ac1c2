import type { RolePolicy, Unjudged } from '../role-policy.ts';

/** Why the policy of a role cannot be judged; undefined when it can. */
export function readFailure({ name, account, place, parsed }: RolePolicy): Unjudged | undefined {
  if (parsed.policy !== undefined) return undefined;
  const [first] = parsed.problems.filter(({ fatal }) => fatal);
  const why = `IAM would not take this policy (${first?.path ?? '$'}): ${first?.message ?? 'it is empty.'}`;
  return { role: name, account, place: { ...place, line: first?.line ?? place.line }, why };
}

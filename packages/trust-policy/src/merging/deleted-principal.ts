import type { TrustPolicy } from '../document/policy-document.ts';
import type { MergeConflict } from './merge-conflict.ts';

/**
 * IAM shows the unique ID of a principal that was deleted in place of its ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
const UNIQUE_ID = /^(?:AROA|AIDA)[A-Z0-9]{12,}$/;

/** Principals for which IAM refuses to store the policy again ("Invalid principal in policy"). */
export function deletedPrincipals({ statements }: TrustPolicy): readonly MergeConflict[] {
  return statements.flatMap(({ id, principal }) =>
    principal.entries
      .filter(({ type, value }) => type === 'AWS' && UNIQUE_ID.test(value))
      .map(({ path, value }) => ({
        code: 'deleted-principal' as const,
        path,
        message: `The statement ${id} names ${value}, a principal that was deleted: IAM stores no policy with it. Remove it from the statement, or the statement from the policy.`,
      })),
  );
}

/** Every reason why a policy is left as it is. The codes are stable. */
export const CONFLICT_CODES = [
  'unreadable',
  'several-own-statements',
  'not-an-allowance',
  'other-provider',
  'several-principals',
  'not-principal',
  'other-audiences',
  'deleted-principal',
  'last-statement',
] as const;

export type ConflictCode = (typeof CONFLICT_CODES)[number];

/** Why a policy is left as it is: somebody has to decide. */
export interface MergeConflict {
  readonly code: ConflictCode;
  /** JSON path of the statement or element, as `$.Statement[0]`. */
  readonly path: string;
  /** One sentence. */
  readonly message: string;
}

/** What becomes of a policy, or why nothing does. */
export type Merge<Document> =
  | { readonly document: Document; readonly changed: boolean; readonly conflicts: readonly [] }
  | {
      readonly document: undefined;
      readonly changed: false;
      readonly conflicts: readonly MergeConflict[];
    };

export function refused(conflicts: readonly MergeConflict[]): Merge<never> {
  return { document: undefined, changed: false, conflicts };
}

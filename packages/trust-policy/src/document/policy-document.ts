import type { ConditionOperator } from './condition-operator.ts';

/** A role's trust policy (`AssumeRolePolicyDocument`) that IAM could hold. */
export interface TrustPolicy {
  readonly version: PolicyVersion;
  readonly statements: readonly Statement[];
}

/** Policy variables exist only in `2012-10-17`. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

export interface Statement {
  /** `$.Statement[0]`, or `$.Statement` when it is the only one and in no list. */
  readonly path: string;
  /** The Sid; without one, or when another has it too, the path without `$.`. */
  readonly id: string;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly action: ActionElement;
  readonly principal: PrincipalElement;
  readonly conditions: readonly Condition[];
}

/** `Action` (`negated: false`) or `NotAction`; an empty list is possible. */
export interface ActionElement {
  readonly path: string;
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` (`negated: false`) or `NotPrincipal`; an empty list is possible. */
export interface PrincipalElement {
  readonly path: string;
  readonly negated: boolean;
  readonly entries: readonly Principal[];
}

/** `"Principal": "*"` is of type `*`. */
export interface Principal {
  readonly type: PrincipalType;
  readonly value: string;
  readonly path: string;
}

export type PrincipalType = '*' | 'AWS' | 'Federated' | 'Service' | 'CanonicalUser';

/** One operator on one key. Several of them, in one block or in many, must all hold. */
export interface Condition {
  readonly path: string;
  readonly operator: ConditionOperator;
  /** As written; names of keys are not case-sensitive. */
  readonly key: string;
  /** Any of them suffices. Numbers and booleans as their text; an empty list is possible. */
  readonly values: readonly string[];
}

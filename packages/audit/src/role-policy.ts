import type { ParsedPolicy } from '@entra-aws-creds/trust-policy';

/** Where a role is written: in a file, or in an account, which has no files. */
export interface RolePlace {
  /** Path of the file, or `aws/ACCOUNT/role/NAME`; the same in every run. */
  readonly artifact: string;
  /** Line of the role in its file, from 1. */
  readonly line: number | undefined;
}

/** A role as its reader found it, with the policy that says who may assume it. */
export interface RolePolicy {
  /** Its name; in a template its logical ID, in a Terraform plan its address. */
  readonly name: string;
  /** Undefined where a file does not say. */
  readonly arn: string | undefined;
  readonly partition: string;
  /** Twelve digits; undefined where a file does not say. */
  readonly account: string | undefined;
  readonly place: RolePlace;
  /** Its lines are those of the file. */
  readonly parsed: ParsedPolicy;
}

/** What was to be judged, and could not be. */
export interface Unjudged {
  /** Undefined where it is a whole file or account. */
  readonly role: string | undefined;
  readonly account: string | undefined;
  readonly place: RolePlace;
  /** Why, and what to do about it, in one or two sentences. */
  readonly why: string;
}

/** What was found where policies are read from. */
export interface FoundPolicies {
  readonly roles: readonly RolePolicy[];
  readonly unjudged: readonly Unjudged[];
}

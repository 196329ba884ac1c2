import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { PolicyJson } from '@entra-aws-creds/trust-policy';

/** A role as IAM tells of it. */
export interface Role {
  readonly arn: RoleArn;
  /** `AROA…`; a role that is made again under the same name has another. */
  readonly roleId: string;
  /** Decoded, and as `JSON.parse` reads it. */
  readonly trustPolicy: PolicyJson;
  readonly tags: Tags;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** ARN of the policy that bounds what the role may do. */
  readonly permissionsBoundary: string | undefined;
  /** ISO 8601. */
  readonly created: string | undefined;
  /** ISO 8601; undefined where it was never used or IAM was not asked. */
  readonly lastUsed: string | undefined;
}

export type Tags = Readonly<Record<string, string>>;

/** What is asked for when a role is made. */
export interface NewRole {
  readonly arn: RoleArn;
  readonly trustPolicy: PolicyJson;
  readonly description: string;
  readonly tags: Tags;
  /** Seconds. */
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: string | undefined;
}

/** What IAM knows of an issuer of tokens. */
export interface OidcProvider {
  readonly arn: string;
  /** With `https://`. */
  readonly url: string;
  /** Client IDs, as IAM calls them: the audiences that it takes tokens for. */
  readonly audiences: readonly string[];
  readonly tags: Tags;
}

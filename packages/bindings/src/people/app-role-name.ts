import { InputProblem, type RoleArn } from '@entra-aws-creds/core/programs';

/** The value by which people are assigned to a role: its own, or a name that the rules translate. */
export type AppRoleName = string & { readonly AppRoleName: unique symbol };

/**
 * @throws InputProblem
 * @see https://learn.microsoft.com/graph/api/resources/approle#properties
 */
export function parseAppRoleName(text: string): AppRoleName {
  if (/^[\x21-\x7e]{1,120}$/.test(text) && !text.startsWith('.')) return text as AppRoleName;
  throw new InputProblem(
    'is no value of an app role',
    'It has 1 to 120 letters, digits and signs without spaces, and does not begin with a dot.',
  );
}

/**
 * The name that needs no translation: `aws:123456789012:Deploy`, with a path `aws:123456789012:ci/Deploy`.
 * Whether an app role may have it, {@link parseAppRoleName} says.
 */
export function appRoleNameOf({ text, partition, account }: RoleArn): string {
  return `${partition.id}:${account}:${text.slice(text.indexOf('/') + 1)}`;
}

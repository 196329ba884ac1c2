import { type QueryError, validationError } from './query-error.ts';

/** @throws QueryError `ValidationError` */
export function lengthBetween(
  parameters: URLSearchParams,
  name: string,
  minimum: number,
  maximum: number,
): string {
  const value = parameters.get(name);
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  if (value === null) {
    throw validationError(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  if (value.length < minimum) {
    throw violation(value, member, `Member must have length greater than or equal to ${minimum}`);
  }
  if (value.length > maximum) {
    throw violation(value, member, `Member must have length less than or equal to ${maximum}`);
  }
  return value;
}

/** How every service words a parameter that breaks its model. */
export function violation(value: string, member: string, constraint: string): QueryError {
  return validationError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

import type { SessionTags } from '../cloud.ts';
import { validationError } from '../query-error.ts';

/**
 * The limits of what a session may carry, whoever says so: the caller or the identity provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know
 */
const MAXIMUM = { tags: 50, key: 128, value: 256 };

/** @throws QueryError `ValidationError` */
export function checkTags({ tags, transitiveTagKeys }: SessionTags): void {
  const entries = Object.entries(tags);
  if (entries.length > MAXIMUM.tags) throw tooLong('tags', MAXIMUM.tags);
  for (const [key, value] of entries) {
    if (key.length > MAXIMUM.key) throw tooLong('tags.member.key', MAXIMUM.key);
    if (value.length > MAXIMUM.value) throw tooLong('tags.member.value', MAXIMUM.value);
  }
  const missing = transitiveTagKeys.find((key) => !Object.hasOwn(tags, key));
  if (missing !== undefined) {
    throw validationError(
      `The specified transitive tag key must be included in the requested tags: ${missing}`,
    );
  }
}

/**
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters
 *
 * @throws QueryError `ValidationError`
 */
export function checkSourceIdentity(value: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(value)) return value;
  throw validationError(
    `1 validation error detected: Value '${value}' at 'sourceIdentity' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, and have a length from 2 to 64`,
  );
}

function tooLong(member: string, maximum: number): Error {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${maximum}`,
  );
}

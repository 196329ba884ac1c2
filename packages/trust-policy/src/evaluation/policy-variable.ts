import type { PolicyVersion } from '../document/policy-document.ts';
import { keyState, type RequestContext } from './request-context.ts';
import { literalPattern, type Pattern, wildcardPattern } from './wildcard-pattern.ts';

const VARIABLE = /\$\{(?:([*?$])|([^\s{},'*?$]+)(?:, '([^']*)')?)\}/y;

/** How a policy value is read: with its wildcards, or with `*` and `?` as they are. */
type Reading = (text: string) => Pattern;

/**
 * A policy value with its variables replaced: `${key}` and `${key, 'default'}` by the value
 * of the key, whose own `*` and `?` are not wildcards, `${*}`, `${?}` and `${$}` by the
 * character. `no-value` when a key is absent and has no default: then nothing equals it.
 * `unknown` when only AWS knows the key, the key is multivalued (not allowed) or the
 * variable is malformed. In version 2008-10-17 there are no variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(
  value: string,
  reading: Reading,
  version: PolicyVersion,
  context: RequestContext,
): Pattern | 'no-value' | 'unknown' {
  if (version === '2008-10-17' || !value.includes('${')) return reading(value);
  const parts: Pattern[] = [];
  let outcome: 'no-value' | 'unknown' | undefined;
  let offset = 0;
  for (;;) {
    const start = value.indexOf('${', offset);
    parts.push(reading(value.slice(offset, start < 0 ? undefined : start)));
    if (start < 0) return outcome ?? parts.flat();
    VARIABLE.lastIndex = start;
    const match = VARIABLE.exec(value);
    if (match === null) return 'unknown';
    offset = VARIABLE.lastIndex;
    const [, character, key, fallback] = match;
    if (character !== undefined) {
      parts.push(literalPattern(character));
      continue;
    }
    const resolved = keyState(context, key ?? '');
    if (resolved.state === 'unknown') return 'unknown';
    const values = resolved.state === 'present' ? resolved.values : [];
    if (values.length > 1) return 'unknown';
    const text = values[0] ?? fallback;
    if (text === undefined) outcome = 'no-value';
    else parts.push(literalPattern(text));
  }
}

/** Whether `value` has a variable other than `${*}`, `${?}` and `${$}`. */
export function hasVariable(value: string, version: PolicyVersion): boolean {
  return version === '2012-10-17' && /\$\{(?![*?$]\})/.test(value);
}

/** The two readings of a policy value. */
export const READINGS: { readonly literal: Reading; readonly wildcards: Reading } = {
  literal: literalPattern,
  wildcards: wildcardPattern,
};

import { type Truth, truth } from './truth.ts';
import { matchesPattern, type Pattern } from './wildcard-pattern.ts';

/**
 * `ArnEquals` and `ArnLike`, which behave identically: each of the six components matches
 * by itself, so that no wildcard reaches across a colon. The sixth keeps its colons.
 * A pattern that has not six components is unknown: AWS documents nothing about it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: Pattern, value: string): Truth {
  const wanted = patternComponents(pattern);
  if (wanted === undefined) return 'unknown';
  const components = value.split(':');
  if (components.length < 6) return 'false';
  const six = [...components.slice(0, 5), components.slice(5).join(':')];
  return truth(six.every((text, index) => matchesPattern(wanted[index] ?? [], text)));
}

function patternComponents(pattern: Pattern): readonly Pattern[] | undefined {
  const components: Pattern[] = [];
  let start = 0;
  for (let index = 0; index < pattern.length && components.length < 5; index++) {
    if (pattern[index] !== ':') continue;
    components.push(pattern.slice(start, index));
    start = index + 1;
  }
  return components.length < 5 ? undefined : [...components, pattern.slice(start)];
}

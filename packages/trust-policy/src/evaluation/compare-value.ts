import type { Comparison } from '../document/condition-operator.ts';
import type { PolicyVersion } from '../document/policy-document.ts';
import { matchesArn } from './arn-comparison.ts';
import { compareDates } from './date-comparison.ts';
import { inRange } from './ip-comparison.ts';
import { compareNumbers } from './number-comparison.ts';
import { READINGS, withVariables } from './policy-variable.ts';
import type { RequestContext } from './request-context.ts';
import { type Truth, truth } from './truth.ts';
import { matchesPattern } from './wildcard-pattern.ts';

/**
 * Whether one value of the request matches one value of the policy. Of a negated comparison
 * this is the match that it negates. Unknown where AWS documents no answer: a value that is
 * no number, date, address, boolean or base64 though the operator needs one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchesValue(
  comparison: Exclude<Comparison, 'Null'>,
  value: string,
  wanted: string,
  version: PolicyVersion,
  context: RequestContext,
): Truth {
  const like = /Like$|^Arn/.test(comparison);
  const resolve = (policyValue: string) =>
    withVariables(policyValue, like ? READINGS.wildcards : READINGS.literal, version, context);
  switch (comparison) {
    case 'StringEquals':
    case 'StringNotEquals':
    case 'StringLike':
    case 'StringNotLike': {
      const pattern = resolve(wanted);
      if (pattern === 'unknown') return 'unknown';
      return truth(pattern !== 'no-value' && matchesPattern(pattern, value));
    }
    case 'StringEqualsIgnoreCase':
    case 'StringNotEqualsIgnoreCase': {
      const pattern = resolve(wanted);
      if (pattern === 'unknown') return 'unknown';
      return truth(
        pattern !== 'no-value' && pattern.join('').toLowerCase() === value.toLowerCase(),
      );
    }
    case 'ArnEquals':
    case 'ArnNotEquals':
    case 'ArnLike':
    case 'ArnNotLike': {
      const pattern = resolve(wanted);
      if (pattern === 'unknown') return 'unknown';
      return pattern === 'no-value' ? 'false' : matchesArn(pattern, value);
    }
    case 'Bool':
      return isBoolean(value) && isBoolean(wanted) ? truth(value === wanted) : 'unknown';
    case 'BinaryEquals':
      return isBase64(value) && isBase64(wanted)
        ? truth(Buffer.from(value, 'base64').equals(Buffer.from(wanted, 'base64')))
        : 'unknown';
    case 'IpAddress':
    case 'NotIpAddress':
      return inRange(value, wanted);
    default:
      return ordered(
        comparison,
        comparison.startsWith('Date') ? compareDates(value, wanted) : compareNumbers(value, wanted),
      );
  }
}

function ordered(comparison: string, difference: number | undefined): Truth {
  if (difference === undefined) return 'unknown';
  if (comparison.endsWith('LessThan')) return truth(difference < 0);
  if (comparison.endsWith('LessThanEquals')) return truth(difference <= 0);
  if (comparison.endsWith('GreaterThan')) return truth(difference > 0);
  if (comparison.endsWith('GreaterThanEquals')) return truth(difference >= 0);
  return truth(difference === 0);
}

/** Other spellings, as `True`, may do on AWS, but nothing says so. */
function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

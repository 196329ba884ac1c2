import { quote } from '../../text/log-line.ts';
import { Unacceptable } from '../unacceptable.ts';

/**
 * What a session may do at the most, whatever its role allows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export interface SessionPolicy {
  /** JSON without white space. */
  readonly inline: string | undefined;
  /** ARNs. */
  readonly managed: readonly string[];
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const LONGEST_POLICY = 2048;
const MOST_POLICIES = 10;
const POLICY_ARN = /^arn:[a-z][a-z0-9-]*:iam::(\d{12}|aws):policy\/[\x21-\x7e]{1,512}$/;

/**
 * An inline session policy, white space between its parts left out, because STS counts it.
 *
 * @throws Unacceptable unless `text` is a JSON object that STS would take
 */
export function parseInlinePolicy(text: string): string {
  const policy = compact(text);
  if (policy.length <= LONGEST_POLICY) return policy;
  throw new Unacceptable(
    `has ${policy.length} characters without white space`,
    `STS takes ${LONGEST_POLICY} at the most: shorten it, or use "managed-session-policies".`,
  );
}

function compact(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return JSON.stringify(value);
    }
  } catch {
    // The parser's message would quote the text.
  }
  throw new Unacceptable('is not a JSON object', 'Give an IAM policy document as JSON.');
}

/**
 * ARNs of managed policies, one a line.
 *
 * @throws Unacceptable for the first that is none, or when there are too many
 */
export function parseManagedPolicies(text: string): readonly string[] {
  const arns = text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stray = arns.find((arn) => !POLICY_ARN.test(arn));
  if (stray !== undefined) {
    throw new Unacceptable(
      `has ${quote(stray)}, which is not the ARN of a managed policy`,
      "Copy it from the policy's page in IAM: arn:aws:iam::aws:policy/ReadOnlyAccess.",
    );
  }
  if (arns.length <= MOST_POLICIES) return arns;
  throw new Unacceptable(`has ${arns.length} policies`, `STS takes ${MOST_POLICIES} at the most.`);
}

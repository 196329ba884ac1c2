import { InputProblem, quote } from '@entra-aws-creds/core/programs';

declare const brand: unique symbol;

/** ARN of a managed policy, AWS's own or an account's. */
export type PolicyArn = string & { readonly [brand]: 'PolicyArn' };

const POLICY_ARN = /^arn:[a-z][a-z0-9-]*:iam::(?:aws|\d{12}):policy\/[\x21-\x7e]{1,600}$/;

/** @throws InputProblem unless `text` is the ARN of a managed policy */
export function parsePolicyArn(text: string): PolicyArn {
  if (POLICY_ARN.test(text)) return text as PolicyArn;
  throw new InputProblem(
    `is ${quote(text)}, which is not the ARN of a managed policy`,
    'Write it as arn:aws:iam::aws:policy/ReadOnlyAccess or arn:aws:iam::123456789012:policy/name.',
  );
}

const SHORTEST_SECONDS = 3_600;
const LONGEST_SECONDS = 43_200;

/**
 * The longest session that a role gives, in seconds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 * @throws InputProblem unless it is from 3600 to 43200
 */
export function parseMaxSessionDuration(text: string): number {
  const seconds = /^\d{4,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds;
  throw new InputProblem(
    `is ${quote(text)}`,
    `Give whole seconds from ${SHORTEST_SECONDS} (an hour) to ${LONGEST_SECONDS} (twelve).`,
  );
}

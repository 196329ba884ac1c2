import { parseJsonObject } from '../../text/json-object.ts';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { allRequests, type RoleInputs } from './role-inputs.ts';

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

export const NO_SESSION_POLICY: SessionPolicy = { inline: undefined, managed: [] };

/** Whether a session may do all that its role may. */
export function isUnbound({ inline, managed }: SessionPolicy): boolean {
  return inline === undefined && managed.length === 0;
}

/**
 * The policies that narrow what the token is exchanged for and what the job gets: of a chain the first
 * session and the last.
 */
export function readSessionPolicy(
  reader: InputReader,
  roles: OrWrong<RoleInputs>,
): OrWrong<SessionPolicy> {
  const inline = reader.optional('inline-session-policy', parseInlinePolicy, undefined);
  const managed = reader.optional<readonly string[], readonly string[]>(
    'managed-session-policies',
    parseManagedPolicies,
    [],
  );
  const policy = allRight<SessionPolicy>({ inline, managed });
  return isRight(policy) && isRight(roles) ? checkAccounts(reader, policy, roles) : policy;
}

/**
 * STS takes managed policies of the role's own account only, and AWS's own.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_PolicyDescriptorType.html
 */
function checkAccounts(
  reader: InputReader,
  policy: SessionPolicy,
  roles: RoleInputs,
): OrWrong<SessionPolicy> {
  const bound = allRequests(roles).flatMap(({ role, chain }) => [role, ...chain.roles.slice(-1)]);
  for (const arn of policy.managed) {
    const account = POLICY_ARN.exec(arn)?.[1];
    const role = bound.find((one) => account !== 'aws' && one.account !== account);
    if (role === undefined) continue;
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"managed-session-policies" names ${arn} of account ${account}, but the role ${role} is in account ${role.account}.`,
      'STS accepts only managed policies of the role\'s own account and those of AWS. They apply to every role of the step, with "role-chain" to its first and its last: use "inline-session-policy" across accounts.',
    );
  }
  return policy;
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const LONGEST_POLICY = 2048;
const MOST_POLICIES = 10;
const POLICY_ARN = /^arn:[a-z][a-z0-9-]*:iam::(\d{12}|aws):policy\/[\x21-\x7e]{1,512}$/;

/**
 * An inline session policy, white space between its parts left out, because STS counts it.
 *
 * @throws InputProblem unless `text` is a JSON object that STS would take
 */
export function parseInlinePolicy(text: string): string {
  const policy = compact(text);
  if (policy.length <= LONGEST_POLICY) return policy;
  throw new InputProblem(
    `has ${policy.length} characters without white space`,
    `STS accepts at most ${LONGEST_POLICY}: shorten it, or use "managed-session-policies".`,
  );
}

function compact(text: string): string {
  const policy = parseJsonObject(text);
  if (policy !== undefined) return JSON.stringify(policy);
  throw new InputProblem('is not a JSON object', 'Give an IAM policy document as JSON.');
}

/**
 * ARNs of managed policies, one a line.
 *
 * @throws InputProblem for the first that is none, or when there are too many
 */
export function parseManagedPolicies(text: string): readonly string[] {
  const arns = text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stray = arns.find((arn) => !POLICY_ARN.test(arn));
  if (stray !== undefined) {
    throw new InputProblem(
      `has ${quote(stray)}, which is not the ARN of a managed policy`,
      "Copy it from the policy's page in IAM: arn:aws:iam::aws:policy/ReadOnlyAccess.",
    );
  }
  if (arns.length <= MOST_POLICIES) return arns;
  throw new InputProblem(`has ${arns.length} policies`, `STS accepts at most ${MOST_POLICIES}.`);
}

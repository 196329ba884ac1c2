import {
  evaluate,
  explain,
  parsePolicyFile,
  type RequiredTrust,
  requiredTrust,
  type WebIdentityContext,
} from '@entra-aws-creds/trust-policy';
import type { RoleRequest } from '../../1-inputs/aws/role-inputs.ts';
import type { TrustPolicyCheck } from '../../1-inputs/aws/trust-policy-check.ts';
import type { StepInputs } from '../../1-inputs/step-inputs.ts';
import type { AccessToken } from '../../2-entra-token/access-token.ts';
import type { FailureCode } from '../../failure/failure-code.ts';
import type { StepFailure } from '../../failure/step-failure.ts';
import { tokenRequest } from './role-request.ts';
import { RoleTrustPolicy } from './role-trust-policy.ts';
import { documentObjections, obstacleLine } from './trust-verdict.ts';

/** Refusals of STS that AWS would not have given, had it held the right things. */
const BY_WHAT_AWS_HOLDS: readonly FailureCode[] = [
  'EAC_STS_ACCESS_DENIED',
  'EAC_STS_AUDIENCE_REFUSED',
  'EAC_STS_TOKEN_NOT_VALIDATED',
  'EAC_STS_PROVIDER_MISSING',
];

/**
 * A refusal of the token by STS, with what AWS must hold to admit it; with a file, also with what its
 * statements have against the token.
 */
export function explainRefusal(
  failure: StepFailure,
  request: RoleRequest,
  token: AccessToken,
  inputs: Pick<StepInputs, 'trustPolicyCheck' | 'sessionName'>,
  now: Date,
): StepFailure {
  if (!BY_WHAT_AWS_HOLDS.includes(failure.code)) return failure;
  const context = tokenRequest(token.claims, request, inputs, now);
  const ofFile =
    failure.code === 'EAC_STS_ACCESS_DENIED'
      ? fileNotes(inputs.trustPolicyCheck, request, context)
      : [];
  const required = requiredTrust(context);
  return failure.withNotes(
    [...failure.notes, ...ofFile, ...requiredNotes(request, required), ...furtherNotes(context)],
    [
      {
        what: `A trust policy in account ${request.role.account} that admits this token and nothing wider`,
        value: required.policy,
      },
    ],
  );
}

/** What the account of the role must hold to admit this token, a line each. */
export function expectedTrust(
  token: AccessToken,
  request: RoleRequest,
  inputs: Pick<StepInputs, 'sessionName'>,
  now: Date,
): readonly string[] {
  const context = tokenRequest(token.claims, request, inputs, now);
  return [...requiredNotes(request, requiredTrust(context)), ...furtherNotes(context)];
}

function requiredNotes({ role }: RoleRequest, required: RequiredTrust): readonly string[] {
  const { providerUrl, providerArn, clientId, policy } = required;
  return [
    `What account ${role.account} must hold for ${role} to admit this token:`,
    `- an IAM OIDC provider with the URL ${providerUrl} (its ARN: ${providerArn})`,
    `- among the client IDs (audiences) of that provider: ${clientId}`,
    `- as the trust policy of the role: ${JSON.stringify(policy)}`,
  ];
}

function furtherNotes({ furtherActions, token }: WebIdentityContext): readonly string[] {
  const actions = `  (with ${furtherActions.join(' and ')}, because the token sets session tags or a source identity: a role that does not allow that refuses such a token altogether)`;
  return [
    ...(furtherActions.length === 0 ? [] : [actions]),
    ...(token.holder === 'person' ? [ASSIGNMENT] : []),
  ];
}

const ASSIGNMENT =
  '- in Entra, as the guard of that role: "Assignment required" for the application (Enterprise applications, Properties), since the subject of a person is another in each application and who is assigned decides';

function fileNotes(
  check: TrustPolicyCheck,
  { role }: RoleRequest,
  context: WebIdentityContext,
): readonly string[] {
  if (check.mode === 'off' || check.source.kind !== 'file') return [];
  const { path, text } = check.source;
  const policy = new RoleTrustPolicy(
    parsePolicyFile(text),
    `the trust policy of ${role} in ${path}`,
    path,
  );
  const document = policy.parsed.policy;
  if (document === undefined) {
    return documentObjections(policy).flatMap(({ failure }) => [failure.message, ...failure.notes]);
  }
  const { answer, headline, obstacles } = explain(evaluate(document, context), context);
  if (answer === 'admits') {
    return [
      `${path} admits this token, so ${role} does not exist, or has another policy than this file, or an organization policy (SCP, RCP) refuses what it admits.`,
    ];
  }
  const lines = obstacles.map((one) => obstacleLine(one, 'this token', policy));
  return [`By ${path}: ${headline}`, ...lines.map((line) => `- ${line}`)];
}

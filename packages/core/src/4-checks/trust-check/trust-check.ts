import {
  type Answer,
  type ChainFinding,
  chainObstacles,
  evaluate,
  explain,
  type Finding,
  findChainWeaknesses,
  findWeaknesses,
  type IsExpected,
  type Obstacle,
  type TrustPolicy,
} from '@entra-aws-creds/trust-policy';
import type { StepInputs } from '../../1-inputs/step-inputs.ts';
import type { AccessToken } from '../../2-entra-token/access-token.ts';
import {
  allSessions,
  type RoleSession,
  type RoleSessions,
} from '../../3-sts-credentials/role-session.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import { expectedPrincipals } from './expected-principals.ts';
import { chainedRequest, tokenRequest } from './role-request.ts';
import { RoleTrustPolicies, type RoleTrustPolicy } from './role-trust-policy.ts';
import {
  admissionObjection,
  documentObjections,
  findingObjection,
  type Objection,
  summaryOf,
  type TrustVerdict,
} from './trust-verdict.ts';

/** The inputs that the check depends on. */
type TrustCheckInputs = Pick<StepInputs, 'trustPolicyCheck' | 'sessionName'>;

/**
 * Checks the trust policy of every role that was assumed: of the first role of each session against the
 * token, of each further role of a chain against the role before it. Costs one request for each role, and
 * none when there is a file, which stands for the policies of the first roles.
 *
 * @throws StepFailure only what ends the step whatever is checked, such as its time limit
 */
export async function checkRoleTrust(
  sessions: RoleSessions,
  token: AccessToken,
  inputs: TrustCheckInputs,
  platform: OnlinePlatform,
): Promise<readonly TrustVerdict[]> {
  const { trustPolicyCheck } = inputs;
  if (trustPolicyCheck.mode === 'off') return [];
  const policies = new RoleTrustPolicies(trustPolicyCheck.source, platform);
  const fileOnly = trustPolicyCheck.source.kind === 'file';
  const now = platform.clock.now();
  const all = allSessions(sessions);
  const verdicts = all.flatMap((session) =>
    session.links.map(async (link, index): Promise<TrustVerdict> => {
      if (index > 0 && fileOnly) return unchecked(session, index);
      const policy = await policies.of(link).catch(unreadable);
      if (policy instanceof StepFailure) {
        const objection: Objection = { severity: 'high', failure: policy, place: undefined };
        return { link, summary: `could not be read (${policy.code})`, objections: [objection] };
      }
      const odd = documentObjections(policy);
      const document = policy.parsed.policy;
      if (document === undefined) return { link, summary: 'is not a policy', objections: odd };
      const exchange = tokenRequest(
        token.claims,
        { ...session.request, role: link.role },
        inputs,
        now,
      );
      const { provider } = exchange;
      const isExpected = expectedPrincipals(link.role, all, provider.arn, trustPolicyCheck.allowed);
      const judged =
        index === 0
          ? judgeForToken(policy, document, exchange, isExpected)
          : judgeForRole(
              policy,
              document,
              chainedRequest(session, index, inputs, token.claims, now),
              isExpected,
            );
      return { link, summary: judged.summary, objections: [...odd, ...judged.objections] };
    }),
  );
  return Promise.all(verdicts);
}

type Judgement = Pick<TrustVerdict, 'summary' | 'objections'>;

function judgeForToken(
  policy: RoleTrustPolicy,
  document: TrustPolicy,
  request: ReturnType<typeof tokenRequest>,
  isExpected: IsExpected,
): Judgement {
  const { answer, obstacles } = explain(evaluate(document, request), request);
  const findings = findWeaknesses(document, request, isExpected);
  const asker = { brief: 'this token', inFull: 'this token' };
  return judgement(policy, asker, { answer, obstacles, findings });
}

function judgeForRole(
  policy: RoleTrustPolicy,
  document: TrustPolicy,
  request: ReturnType<typeof chainedRequest>,
  isExpected: IsExpected,
): Judgement {
  const evaluation = evaluate(document, request);
  const { answer } = evaluation;
  const obstacles = chainObstacles(evaluation, request);
  const findings = findChainWeaknesses(document, request, isExpected);
  const asker = { brief: 'the role before it', inFull: `the role ${request.caller.roleArn}` };
  return judgement(policy, asker, { answer, obstacles, findings });
}

interface Judged {
  readonly answer: Answer;
  readonly obstacles: readonly Obstacle[];
  readonly findings: readonly (Finding | ChainFinding)[];
}

/** @param asker who asks for the role, as it stands within a sentence */
function judgement(
  policy: RoleTrustPolicy,
  asker: { readonly brief: string; readonly inFull: string },
  { answer, obstacles, findings }: Judged,
): Judgement {
  return {
    summary: summaryOf(answer, asker.brief, findings),
    objections: [
      ...(answer === 'admits' ? [] : [admissionObjection(answer, asker.inFull, obstacles, policy)]),
      ...findings.map((finding) => findingObjection(finding, policy)),
    ],
  };
}

/** A failure to read a policy is a result of the check; what ends the step is not. */
function unreadable(error: unknown): StepFailure {
  if (error instanceof StepFailure && /^EAC_(TRUST_POLICY|PROXY)/.test(error.code)) return error;
  throw error;
}

function unchecked({ links, request }: RoleSession, index: number): TrustVerdict {
  const link = links[index];
  if (link === undefined) throw new Error('there is no such link');
  return {
    link,
    summary: 'not checked',
    objections: [
      {
        severity: 'low',
        failure: new StepFailure(
          'EAC_TRUST_POLICY_UNAVAILABLE',
          `The trust policy of ${link.role} is not checked: "trust-policy-file" replaces that of ${request.role}, the role that trusts the token.`,
          'Leave the file out to have the policies of the whole chain read from IAM.',
        ),
        place: undefined,
      },
    ],
  };
}

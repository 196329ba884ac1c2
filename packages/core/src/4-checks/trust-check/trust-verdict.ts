import type {
  Answer,
  ChainFinding,
  Finding,
  Obstacle,
  Severity,
} from '@entra-aws-creds/trust-policy';
import type { RoleLink } from '../../3-sts-credentials/role-session.ts';
import type { FailureCode } from '../../failure/failure-code.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { Place, RoleTrustPolicy } from './role-trust-policy.ts';

/** What the check has against a trust policy. `enforce` stops at `high`. */
export interface Objection {
  readonly severity: Severity;
  readonly failure: StepFailure;
  /** Where in the pipeline author's file. */
  readonly place: Place | undefined;
}

/** What came of the check of one role. */
export interface TrustVerdict {
  readonly link: RoleLink;
  /** A cell of a table. */
  readonly summary: string;
  readonly objections: readonly Objection[];
}

const MOST_NOTES = 10;

/** That the policy does not plainly admit who asked. */
export function admissionObjection(
  answer: Exclude<Answer, 'admits'>,
  asker: string,
  obstacles: readonly Obstacle[],
  policy: RoleTrustPolicy,
): Objection {
  const refuses = answer === 'refuses';
  const [first, ...others] = obstacles.map((one) => obstacleLine(one, asker, policy));
  const code: FailureCode = refuses ? 'EAC_TRUST_POLICY_REFUSES' : 'EAC_TRUST_POLICY_CANNOT_TELL';
  const what = refuses
    ? `Under ${policy.name}, ${asker} is not admitted.`
    : `Whether ${policy.name} admits ${asker} depends on what only AWS knows.`;
  const hint = !refuses
    ? 'AWS has admitted it this time. Use condition keys whose values are known beforehand, or set "trust-policy-check" to warn.'
    : policy.file === undefined
      ? 'AWS has admitted it anyway: the policy was changed a moment ago, or this check misjudges it.'
      : 'AWS has admitted it anyway, so the policy of the role differs from the file: deploy the file, or correct it.';
  const said = first ?? 'None of its statements allows anything.';
  return {
    severity: 'high',
    failure: new StepFailure(code, `${what} ${said}`, hint, { notes: others.slice(0, MOST_NOTES) }),
    place: policy.placeOf(obstacles[0]?.path ?? '$'),
  };
}

/** An obstacle in one line: where it is, what it wants, what there is, what to change. */
export function obstacleLine(obstacle: Obstacle, asker: string, policy: RoleTrustPolicy): string {
  const { statement, path, part, wanted, has, change, certain } = obstacle;
  const known = certain ? '' : ' (which only AWS can tell)';
  return `${statement} (${policy.show(path)}): ${part} requires ${wanted}, ${asker} has ${has}${known}. ${change}`;
}

/** Findings about principals that have names of their own. */
const ALLOWABLE: readonly (Finding | ChainFinding)['code'][] = [
  'TRUST_PRINCIPAL_BEYOND',
  'TRUST_CHAIN_ACCOUNT',
  'TRUST_CHAIN_OTHERS',
];

/** A weakness of a policy. */
export function findingObjection(
  { code, severity, statement, path, why, corrected }: Finding | ChainFinding,
  policy: RoleTrustPolicy,
): Objection {
  const better =
    corrected === null
      ? `Remove the statement ${statement}.`
      : `The corrected statement: ${JSON.stringify(corrected)}`;
  const meant = ALLOWABLE.includes(code)
    ? 'If that is intended, name it in "trust-policy-allowed-principals". '
    : '';
  return {
    severity,
    failure: new StepFailure(
      code === 'TRUST_NOT_STORABLE' ? 'EAC_TRUST_POLICY_UNREADABLE' : 'EAC_TRUST_POLICY_WIDE',
      `${code} (${severity}) in ${policy.name}, ${statement} (${policy.show(path)}): ${why}`,
      meant + better,
      {
        corrections:
          corrected === null
            ? []
            : [{ what: `${statement} of ${policy.name}, corrected`, value: corrected }],
      },
    ),
    place: policy.placeOf(path),
  };
}

/** What is odd in a document: a policy that IAM could not hold, or nearly. */
export function documentObjections(policy: RoleTrustPolicy): readonly Objection[] {
  const { problems } = policy.parsed;
  const fatal = problems.filter((problem) => problem.fatal);
  const [first, ...others] = fatal.length > 0 ? fatal : problems;
  if (first === undefined) return [];
  const notes = others.map(({ path, message }) => `${policy.show(path)}: ${message}`);
  return [
    {
      severity: first.fatal ? 'high' : 'low',
      failure: new StepFailure(
        'EAC_TRUST_POLICY_UNREADABLE',
        `IAM would not accept ${policy.name} as it is (${policy.show(first.path)}): ${first.message}`,
        policy.file === undefined
          ? 'This is not how IAM answers: check "iam-endpoint", AWS_ENDPOINT_URL_IAM and any proxy on the way.'
          : 'Give the trust policy as JSON: the document itself, or what "aws iam get-role" prints.',
        { notes: notes.slice(0, MOST_NOTES) },
      ),
      place: first.line === undefined ? undefined : placeAt(policy, first.line),
    },
  ];
}

function placeAt({ file }: RoleTrustPolicy, line: number): Place | undefined {
  return file === undefined ? undefined : { file, line };
}

/** `admits this token, 2 findings (TRUST_NO_AUD, high; …)` */
export function summaryOf(
  answer: Answer,
  asker: string,
  findings: readonly Pick<Finding | ChainFinding, 'code' | 'severity'>[],
): string {
  const admitted = {
    admits: `admits ${asker}`,
    refuses: `does not admit ${asker}`,
    'cannot-tell': `cannot tell whether it admits ${asker}`,
  }[answer];
  const list = findings.map(({ code, severity }) => `${code}, ${severity}`).join('; ');
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return findings.length === 0 ? `${admitted}, no findings` : `${admitted}, ${count} (${list})`;
}

import type { FailureCode } from '../failure/failure-code.ts';
import type { StepFailure } from '../failure/step-failure.ts';
import type { CheckName } from './check.ts';

/** What the reading of the inputs may find wrong that is no matter of what was written. */
const ELSEWHERE: readonly (readonly [CheckName, RegExp])[] = [
  ['environment', /^EAC_(PROXY|CA_FILE)/],
  ['credential', /^EAC_(CERTIFICATE|SECURE_FILE|SERVICE_CONNECTION|OIDC|MANAGED_IDENTITY)/],
];

/** The failures of the reading by the check that each belongs to. */
export function byCheck(
  failure: StepFailure,
): Readonly<Record<'inputs' | 'environment' | 'credential', readonly StepFailure[]>> {
  const failures = failure.parts.length > 0 ? failure.parts : [failure];
  const of = (name: CheckName) => failures.filter(({ code }) => checkOf(code) === name);
  return {
    inputs: of('inputs'),
    environment: of('environment'),
    credential: of('credential'),
  };
}

function checkOf(code: FailureCode): CheckName {
  return ELSEWHERE.find(([, pattern]) => pattern.test(code))?.[0] ?? 'inputs';
}

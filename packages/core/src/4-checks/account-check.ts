import type { AccountId } from '../1-inputs/aws/account-id.ts';
import type { SessionName } from '../1-inputs/aws/session-name.ts';
import type { RoleLink } from '../3-sts-credentials/role-session.ts';
import { type SessionCredentials, sessionArnOf } from '../3-sts-credentials/session-credentials.ts';
import { StepFailure } from '../failure/step-failure.ts';
import { quote } from '../text/log-line.ts';

/**
 * The credentials are of the role that was asked for, under the name that was asked for, as far as STS says.
 *
 * @throws StepFailure `EAC_STS_ANSWER`
 */
export function checkSession({ role, credentials }: RoleLink, sessionName: SessionName): void {
  const { assumedRoleArn } = credentials;
  const expected = sessionArnOf(role, sessionName);
  if (assumedRoleArn === undefined || assumedRoleArn === expected) return;
  throw new StepFailure(
    'EAC_STS_ANSWER',
    `STS answered with credentials of ${quote(assumedRoleArn)} instead of ${quote(expected)}.`,
    'This is not how STS answers: check "sts-endpoint", AWS_ENDPOINT_URL_STS and any proxy on the way.',
  );
}

/**
 * The credentials are of an account that the pipeline author allows.
 *
 * @param allowed empty when any account will do
 * @throws StepFailure `EAC_ACCOUNT_NOT_ALLOWED`
 */
export function checkAccount(
  { account, assumedRoleArn }: SessionCredentials,
  allowed: readonly AccountId[],
): void {
  if (allowed.length === 0) return;
  if (account === undefined) {
    throw new StepFailure(
      'EAC_ACCOUNT_NOT_ALLOWED',
      `STS does not say which account the credentials belong to, so it is not known to be one of ${allowed.join(', ')}.`,
      'Leave "allowed-account-ids" out if "sts-endpoint" is a service without AWS accounts; otherwise check "sts-endpoint".',
    );
  }
  if (allowed.includes(account)) return;
  throw new StepFailure(
    'EAC_ACCOUNT_NOT_ALLOWED',
    `The role is in account ${account} (${assumedRoleArn}), which is not one of ${allowed.join(', ')}.`,
    'Correct the role, or add the account to "allowed-account-ids".',
  );
}

import type { RoleArn } from '../../1-inputs/aws/role-arn.ts';
import { PROXY_CODES, PROXY_HINTS } from '../../failure/proxy-failure.ts';
import { type ServiceAnswer, StepFailure } from '../../failure/step-failure.ts';
import { NetworkFailure, type NetworkResponse } from '../../platform/network.ts';
import { retryAfterMs } from '../../retry/retry-after.ts';
import { isTransientStatus } from '../../retry/transient.ts';
import { quote } from '../../text/log-line.ts';
import { readXml, textAt, UnreadableXml } from '../../text/xml-element.ts';

const OR_A_FILE =
  'or check a file with "trust-policy-file", or set "trust-policy-check" to warn or off.';

/** A request to IAM that got no complete answer; anything else thrown stays as it is. */
export function iamNetworkFailure(error: unknown, role: RoleArn): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  const { kind, transient } = error;
  const isProxy = kind === 'proxy' || kind === 'proxy-credentials' || kind === 'proxy-refusal';
  return new StepFailure(
    isProxy ? PROXY_CODES[kind] : 'EAC_TRUST_POLICY_UNAVAILABLE',
    `Reading the trust policy of ${role} from IAM failed: ${error.message}.`,
    isProxy
      ? PROXY_HINTS[kind]
      : `Let the machine that runs the job reach this host (its firewall and proxy may allow only STS), ${OR_A_FILE}`,
    { cause: error, transient },
  );
}

/**
 * An answer of IAM that is not the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html#API_GetRole_Errors
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function iamAnswerFailure(answer: NetworkResponse, role: RoleArn, now: Date): StepFailure {
  const said = errorIn(answer);
  const { status = 0, code } = said;
  const overloaded = isTransientStatus(status) || /^(Throttling|RequestLimit)/.test(code ?? '');
  const transient = overloaded ? { retryAfterMs: retryAfterMs(answer.headers, now) } : undefined;
  if (/^(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(code ?? '')) {
    return new StepFailure(
      'EAC_TRUST_POLICY_DENIED',
      `The session of ${role} may not read the trust policy of its own role.`,
      `Add this statement to the permissions of the role: ${JSON.stringify(permissionToRead(role))} A session policy of this step, a permissions boundary or an organization policy must allow it too. Or check a file with "trust-policy-file".`,
      { answer: said },
    );
  }
  if (code === undefined && !overloaded) {
    return new StepFailure(
      'EAC_TRUST_POLICY_UNAVAILABLE',
      `The answer to the request for the trust policy of ${role} is not from IAM (HTTP ${status}, ${quote(answer.headers['content-type'] ?? 'no content type')}).`,
      `A proxy or firewall answered, or "iam-endpoint" or AWS_ENDPOINT_URL_IAM names another host; ${OR_A_FILE}`,
      { answer: said },
    );
  }
  return new StepFailure(
    'EAC_TRUST_POLICY_UNAVAILABLE',
    overloaded
      ? `IAM cannot answer at the moment, so the trust policy of ${role} is not known.`
      : `IAM refuses to return the trust policy of ${role}.`,
    overloaded
      ? `Run the job again in a few minutes, ${OR_A_FILE}`
      : `Look up the code in the IAM API reference (GetRole, and Common errors), ${OR_A_FILE}`,
    { answer: said, transient },
  );
}

/** A statement for the permissions of a role that lets its sessions read its trust policy. */
function permissionToRead(role: RoleArn): Readonly<Record<string, string>> {
  return { Effect: 'Allow', Action: 'iam:GetRole', Resource: role.text };
}

function errorIn({ status, headers, body }: NetworkResponse): ServiceAnswer {
  const requestId = headers['x-amzn-requestid'];
  try {
    const root = readXml(body);
    if (root.name === 'ErrorResponse') {
      return {
        service: 'IAM',
        status,
        code: textAt(root, 'Error', 'Code'),
        requestId: textAt(root, 'RequestId') ?? requestId,
        message: textAt(root, 'Error', 'Message'),
      };
    }
  } catch (error) {
    if (!(error instanceof UnreadableXml)) throw error;
  }
  return { service: 'IAM', status, requestId };
}

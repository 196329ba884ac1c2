import type { IamEndpoint } from '../../1-inputs/aws/iam-endpoint.ts';
import type { RoleArn } from '../../1-inputs/aws/role-arn.ts';
import type { RoleLink } from '../../3-sts-credentials/role-session.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { NetworkResponse } from '../../platform/network.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import { callWithRetries } from '../../retry/attempts.ts';
import { quote } from '../../text/log-line.ts';
import { readXml, textAt, UnreadableXml, type XmlElement } from '../../text/xml-element.ts';
import { iamAnswerFailure, iamNetworkFailure } from './iam-failure.ts';
import { signedIamRequest } from './signed-iam-request.ts';

/**
 * Asks IAM for the trust policy of a role with the credentials of its own session: one `iam:GetRole`.
 *
 * @returns the document, percent-encoded as IAM has it
 * @throws StepFailure `EAC_TRUST_POLICY_DENIED`, `EAC_TRUST_POLICY_UNAVAILABLE`, `EAC_TRUST_POLICY_UNREADABLE`, `EAC_PROXY…`
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export async function readTrustPolicyOf(
  { role, credentials }: RoleLink,
  endpoint: IamEndpoint,
  platform: OnlinePlatform,
): Promise<string> {
  const { network, clock } = platform;
  return callWithRetries(
    `reading the trust policy of ${role} from IAM`,
    async () => {
      // The name alone, also of a role with a path: names are unique in an account.
      const parameters = { Action: 'GetRole', RoleName: role.name, Version: '2010-05-08' };
      const request = await signedIamRequest(parameters, endpoint, credentials, clock.now());
      const answer = await network.send(request).catch((error: unknown) => {
        throw iamNetworkFailure(error, role);
      });
      return documentIn(answer, role, clock.now());
    },
    platform,
  );
}

function documentIn(answer: NetworkResponse, role: RoleArn, now: Date): string {
  const root = answer.status === 200 ? roleAnswer(answer.body) : undefined;
  if (root === undefined) throw iamAnswerFailure(answer, role, now);
  const arn = textAt(root, 'GetRoleResult', 'Role', 'Arn');
  // IAM takes names whatever their case.
  if (arn?.toLowerCase() !== role.text.toLowerCase()) {
    throw new StepFailure(
      'EAC_TRUST_POLICY_UNREADABLE',
      `IAM answered with the role ${quote(arn ?? 'without an ARN')} instead of ${role}.`,
      'This is not how IAM answers: check "iam-endpoint", AWS_ENDPOINT_URL_IAM and any proxy on the way.',
    );
  }
  return textAt(root, 'GetRoleResult', 'Role', 'AssumeRolePolicyDocument') ?? '';
}

function roleAnswer(body: string): XmlElement | undefined {
  try {
    const root = readXml(body);
    return root.name === 'GetRoleResponse' ? root : undefined;
  } catch (error) {
    if (error instanceof UnreadableXml) return undefined;
    throw error;
  }
}

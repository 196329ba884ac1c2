import type { IamEndpoint } from '../../1-inputs/aws/iam-endpoint.ts';
import type { SigningKeys } from '../../platform/aws-client-settings.ts';
import type { NetworkRequest } from '../../platform/network.ts';
import { signedRequest } from '../../platform/signed-request.ts';

/**
 * A call of IAM's Query API, signed with a session's credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedIamRequest(
  parameters: Readonly<Record<string, string>>,
  { url, signingRegion }: IamEndpoint,
  credentials: SigningKeys,
  now: Date,
): Promise<NetworkRequest> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const body = new URLSearchParams(parameters).toString();
  const service = { name: 'iam', region: signingRegion };
  return signedRequest({ method: 'POST', url, headers, body }, service, credentials, now);
}

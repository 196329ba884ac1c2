import {
  type AccessToken,
  type EntraApplication,
  logInByCertificate,
} from '@entra-aws-creds/core/programs';
import type { OnlineFunction } from './own-role.ts';
import type { SecretArn } from './secret-arn.ts';
import { secretValue } from './secret-value.ts';

/**
 * Logs in to Entra by the certificate that the secret holds now: read each time, so that whoever replaces it
 * need not deploy anything.
 */
export async function logInByStoredCertificate(
  application: EntraApplication,
  resource: string,
  arn: SecretArn,
  { central, own, online, listener }: OnlineFunction,
): Promise<AccessToken> {
  const { keys } = own;
  const endpoint = central.secretsManagerEndpoint;
  const content = await secretValue(arn, { keys, endpoint }, online);
  const certificate = {
    content,
    source: `The secret ${arn.text}`,
    replacing:
      'Rotate the certificate of the automation (docs/organization.md); the functions read what "aws secretsmanager put-secret-value" puts there at once.',
  };
  return logInByCertificate(application, resource, certificate, online, listener);
}

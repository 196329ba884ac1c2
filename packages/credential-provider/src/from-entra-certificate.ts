import type { AwsCredentialProvider } from './aws-credentials.ts';
import { exchangeProvider } from './exchange-provider.ts';
import { inputsOf } from './option-inputs.ts';
import type { CertificateOptions } from './options.ts';

/**
 * The AWS rights of an application, which logs in to Entra with its certificate.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function fromEntraCertificate(options: CertificateOptions): AwsCredentialProvider {
  return exchangeProvider(async () => ({ name: 'certificate' }), inputsOf(options));
}

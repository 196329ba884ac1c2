import type { AwsCredentialProvider } from './aws-credentials.ts';
import { exchangeProvider } from './exchange-provider.ts';
import { inputsOf } from './option-inputs.ts';
import type { ManagedIdentityOptions } from './options.ts';

/**
 * The AWS rights of a managed identity of the machine that the program runs on.
 *
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 */
export function fromEntraManagedIdentity(options: ManagedIdentityOptions): AwsCredentialProvider {
  return exchangeProvider(async () => ({ name: 'managed-identity' }), inputsOf(options));
}

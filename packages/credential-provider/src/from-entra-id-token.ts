import { handedIdToken } from '@entra-aws-creds/core/programs';
import type { AwsCredentialProvider } from './aws-credentials.ts';
import { exchangeProvider } from './exchange-provider.ts';
import { inputsOf } from './option-inputs.ts';
import type { IdTokenOptions } from './options.ts';

/**
 * The AWS rights of the person whose ID token it is. Give each person a provider of their own, and drop it
 * when they sign out.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function fromEntraIdToken(options: IdTokenOptions): AwsCredentialProvider {
  const { idToken, ...others } = options;
  const login = async () => {
    const text = typeof idToken === 'function' ? await idToken() : idToken;
    return { name: 'id-token', own: [handedIdToken(text)] };
  };
  return exchangeProvider(login, inputsOf(others));
}

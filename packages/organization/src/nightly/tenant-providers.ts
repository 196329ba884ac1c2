import { type IdentityAccount, issuerOf, type TokenVersion } from '@entra-aws-creds/bindings';
import type { Settings } from '../settings.ts';

/** Which providers of the tenant each account is to have. */
const VERSIONS: readonly TokenVersion[] = ['v2', 'v1'];

/** URLs of the tenant's providers that the account lacks. */
export async function missingProviders(
  account: Pick<IdentityAccount, 'address' | 'provider'>,
  { tenant, cloud }: Pick<Settings, 'tenant' | 'cloud'>,
): Promise<readonly string[]> {
  const { partition, account: number } = account.address;
  const missing: string[] = [];
  for (const version of VERSIONS) {
    const url = issuerOf(tenant, version, cloud);
    const arn = `arn:${partition}:iam::${number}:oidc-provider/${url.replace('https://', '')}`;
    if ((await account.provider(arn)) === undefined) missing.push(url);
  }
  return missing;
}

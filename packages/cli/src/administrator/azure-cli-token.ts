import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Longer than any login that `az` renews by itself. */
const TIME_LIMIT_MS = 60_000;
const IS_WINDOWS = process.platform === 'win32';

/** A token of the login of the Azure CLI, or why there is none. */
type AzureCliToken = { readonly token: string } | { readonly absent: string };

/**
 * Asks the Azure CLI for a token.
 *
 * @param tenant a GUID or a domain, and nothing that a shell would take for more
 * @see https://learn.microsoft.com/cli/azure/account#az-account-get-access-token
 */
export async function azureCliToken(
  resource: string,
  tenant: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<AzureCliToken> {
  const args = ['account', 'get-access-token', '--resource', resource, '--tenant', tenant];
  try {
    const { stdout } = await promisify(execFile)(
      // On Windows it is a script, which only a shell starts.
      IS_WINDOWS ? 'az.cmd' : 'az',
      [...args, '--output', 'json'],
      { env: { ...environment }, timeout: TIME_LIMIT_MS, shell: IS_WINDOWS, signal },
    );
    const { accessToken } = JSON.parse(stdout) as { readonly accessToken?: unknown };
    if (typeof accessToken === 'string' && accessToken !== '') return { token: accessToken };
    return { absent: 'az gave no token' };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { code } = error as { readonly code?: unknown };
    return { absent: code === 'ENOENT' ? 'az is not installed' : 'az is not logged in to it' };
  }
}

import { StepFailure } from '../../failure/step-failure.ts';
import type { ManagedIdentityRequest } from './managed-identity-failure.ts';

/**
 * The agent of Azure Arc gives a token only to who can read a file that it names, which MSAL reads from one
 * folder and nowhere else. What MSAL says of it, by its error code.
 */
const CHALLENGES: Readonly<Record<string, string>> = {
  www_authenticate_header_missing: 'it named no file to read',
  www_authenticate_header_unsupported_format: 'it named no file to read',
  invalid_file_extension: 'the file that it named is not a .key file',
  invalid_file_path: 'the file that it named is not in the folder of its tokens',
  unable_to_read_secret_file: 'the file that it named cannot be read',
  invalid_secret: 'the file that it named is larger than 4 kB',
  platform_not_supported: 'it only runs on Linux and Windows',
};

/** What MSAL throws without a request that failed, in words; undefined for what is no matter of the challenge. */
export function arcChallengeFailure(
  error: unknown,
  { endpoint, clientId }: ManagedIdentityRequest,
): StepFailure | undefined {
  const code = error instanceof Error && 'errorCode' in error ? String(error.errorCode) : '';
  if (code === 'user_assigned_managed_identity_not_confirmed') {
    return new StepFailure(
      'EAC_MANAGED_IDENTITY_REFUSED',
      `Azure Arc did not answer with a token of the managed identity ${clientId}.`,
      'Its agent may know only the identity of the machine: leave "client-id" out, or bring the agent up to date.',
      { cause: error },
    );
  }
  const reason = Object.hasOwn(CHALLENGES, code) ? CHALLENGES[code] : undefined;
  if (reason === undefined) return undefined;
  return new StepFailure(
    'EAC_MANAGED_IDENTITY_CHALLENGE',
    `Azure Arc (${endpoint.url.host}) only gives a token to users who can read a file of its agent: ${reason}.`,
    'On Linux, add the user that runs the job to the group himds and restart the runner or agent; on Windows, to the group Hybrid agent extension applications or the administrators.',
    { cause: error },
  );
}
